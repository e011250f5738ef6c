using System.Runtime.InteropServices;
using System.Text;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <summary>A native list of MQTT 5 properties being built. Owns the list until <see cref="Release"/>.</summary>
internal unsafe ref struct PropertyList
{
    private IntPtr _list;

    public readonly IntPtr Handle => _list;

    /// <summary>Gives the list away: libmosquitto frees it.</summary>
    public void Release() => _list = IntPtr.Zero;

    public void Dispose()
    {
        if (_list != IntPtr.Zero)
            mosquitto_property_free_all(ref _list);
    }

    public void AddByte(PropertyId id, byte value) => Check(mosquitto_property_add_byte(ref _list, (int)id, value), id);

    public void AddInt16(PropertyId id, ushort value) => Check(mosquitto_property_add_int16(ref _list, (int)id, value), id);

    public void AddInt32(PropertyId id, uint value) => Check(mosquitto_property_add_int32(ref _list, (int)id, value), id);

    public void AddString(PropertyId id, string value)
    {
        if (!string.IsNullOrEmpty(value))
            Check(mosquitto_property_add_string(ref _list, (int)id, value), id);
    }

    public void AddBinary(PropertyId id, byte[] value)
    {
        if (value == null)
            return;
        if (value.Length > ushort.MaxValue)
            throw new MqttProtocolViolationException($"{id} holds {value.Length} bytes; MQTT allows 0 to 65535.");
        fixed (byte* bytes = value)
            Check(mosquitto_property_add_binary(ref _list, (int)id, bytes, (ushort)value.Length), id);
    }

    public void AddUserProperties(List<MqttUserProperty> properties)
    {
        foreach (MqttUserProperty property in properties ?? [])
            Check(mosquitto_property_add_string_pair(ref _list, (int)PropertyId.UserProperty, property.Name, property.ReadValueAsString()), PropertyId.UserProperty);
    }

    public static string ReadString(IntPtr list, PropertyId id)
    {
        if (mosquitto_property_read_string(list, (int)id, out IntPtr value, false) == IntPtr.Zero)
            return null;
        return TakeString(value);
    }

    public static byte[] ReadBinary(IntPtr list, PropertyId id)
    {
        if (mosquitto_property_read_binary(list, (int)id, out IntPtr value, out ushort length, false) == IntPtr.Zero)
            return null;
        byte[] bytes = new ReadOnlySpan<byte>((void*)value, length).ToArray();
        Libc.Free(value);
        return bytes;
    }

    public static byte? ReadByte(IntPtr list, PropertyId id) =>
        mosquitto_property_read_byte(list, (int)id, out byte value, false) == IntPtr.Zero ? null : value;

    public static ushort? ReadInt16(IntPtr list, PropertyId id) =>
        mosquitto_property_read_int16(list, (int)id, out ushort value, false) == IntPtr.Zero ? null : value;

    public static uint? ReadInt32(IntPtr list, PropertyId id) =>
        mosquitto_property_read_int32(list, (int)id, out uint value, false) == IntPtr.Zero ? null : value;

    public static List<MqttUserProperty> ReadUserProperties(IntPtr list)
    {
        List<MqttUserProperty> found = null;
        IntPtr at = mosquitto_property_read_string_pair(list, (int)PropertyId.UserProperty, out IntPtr name, out IntPtr value, false);
        while (at != IntPtr.Zero)
        {
            (found ??= []).Add(new MqttUserProperty(TakeString(name), Encoding.UTF8.GetBytes(TakeString(value)).AsMemory()));
            at = mosquitto_property_read_string_pair(at, (int)PropertyId.UserProperty, out name, out value, true);
        }

        return found;
    }

    private static string TakeString(IntPtr value)
    {
        string text = Marshal.PtrToStringUTF8(value) ?? "";
        Libc.Free(value);
        return text;
    }

    private static void Check(int result, PropertyId id)
    {
        if (result != MosquittoError.Success)
            throw new MqttProtocolViolationException($"{id} is not allowed: {ErrorText(result)}");
    }
}
