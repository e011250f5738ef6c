using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MQTTnet.Native;

/// <summary>The part of libmosquitto 2.0 that the client uses. See mosquitto.h for each function.</summary>
internal static unsafe partial class LibMosquitto
{
    private const string Library = "libmosquitto.so.1";

    static LibMosquitto() => mosquitto_lib_init();

    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public int Mid;
        public byte* Topic;
        public void* Payload;
        public int PayloadLength;
        public int Qos;
        public byte Retain;
    }

    internal static string ErrorText(int error) => Marshal.PtrToStringUTF8(mosquitto_strerror(error)) ?? $"error {error}";

    [LibraryImport(Library)]
    private static partial int mosquitto_lib_init();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial IntPtr mosquitto_new(string id, [MarshalAs(UnmanagedType.U1)] bool cleanSession, IntPtr obj);

    [LibraryImport(Library)]
    internal static partial void mosquitto_destroy(IntPtr mosq);

    [LibraryImport(Library)]
    internal static partial int mosquitto_threaded_set(IntPtr mosq, [MarshalAs(UnmanagedType.U1)] bool threaded);

    [LibraryImport(Library)]
    internal static partial int mosquitto_int_option(IntPtr mosq, int option, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_will_set_v5(IntPtr mosq, string topic, int payloadLength, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain, IntPtr properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_username_pw_set(IntPtr mosq, byte* username, byte* password);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_tls_set(IntPtr mosq, string caFile, string caPath, string certificateFile, string keyFile, IntPtr passwordCallback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int mosquitto_connect_bind_v5(IntPtr mosq, string host, int port, int keepAlive, string bindAddress, IntPtr properties);

    [LibraryImport(Library)]
    internal static partial int mosquitto_disconnect_v5(IntPtr mosq, int reasonCode, IntPtr properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_publish_v5(IntPtr mosq, out int mid, string topic, int payloadLength, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain, IntPtr properties);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_subscribe_v5(IntPtr mosq, out int mid, string filter, int qos, int options, IntPtr properties);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_read(IntPtr mosq, int maximumPackets);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial int mosquitto_loop_write(IntPtr mosq, int maximumPackets);

    [LibraryImport(Library)]
    internal static partial int mosquitto_loop_misc(IntPtr mosq);

    [LibraryImport(Library)]
    internal static partial int mosquitto_socket(IntPtr mosq);

    [LibraryImport(Library)]
    [return: MarshalAs(UnmanagedType.U1)]
    internal static partial bool mosquitto_want_write(IntPtr mosq);

    [LibraryImport(Library)]
    internal static partial void mosquitto_connect_v5_callback_set(IntPtr mosq, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, int, IntPtr, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_disconnect_v5_callback_set(IntPtr mosq, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, IntPtr, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_publish_v5_callback_set(IntPtr mosq, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, int, IntPtr, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_message_v5_callback_set(IntPtr mosq, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, Message*, IntPtr, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_subscribe_v5_callback_set(IntPtr mosq, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, int, int*, IntPtr, void> callback);

    [LibraryImport(Library)]
    internal static partial void mosquitto_log_callback_set(IntPtr mosq, delegate* unmanaged[Cdecl]<IntPtr, IntPtr, int, byte*, void> callback);

    [LibraryImport(Library)]
    private static partial IntPtr mosquitto_strerror(int error);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_byte(ref IntPtr list, int identifier, byte value);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_int16(ref IntPtr list, int identifier, ushort value);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_int32(ref IntPtr list, int identifier, uint value);

    [LibraryImport(Library)]
    internal static partial int mosquitto_property_add_binary(ref IntPtr list, int identifier, byte* value, ushort length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_property_add_string(ref IntPtr list, int identifier, string value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int mosquitto_property_add_string_pair(ref IntPtr list, int identifier, string name, string value);

    [LibraryImport(Library)]
    internal static partial IntPtr mosquitto_property_read_byte(IntPtr list, int identifier, out byte value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(Library)]
    internal static partial IntPtr mosquitto_property_read_int16(IntPtr list, int identifier, out ushort value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(Library)]
    internal static partial IntPtr mosquitto_property_read_int32(IntPtr list, int identifier, out uint value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(Library)]
    internal static partial IntPtr mosquitto_property_read_binary(IntPtr list, int identifier, out IntPtr value, out ushort length, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(Library)]
    internal static partial IntPtr mosquitto_property_read_string(IntPtr list, int identifier, out IntPtr value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(Library)]
    internal static partial IntPtr mosquitto_property_read_string_pair(IntPtr list, int identifier, out IntPtr name, out IntPtr value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(Library)]
    internal static partial void mosquitto_property_free_all(ref IntPtr list);
}
