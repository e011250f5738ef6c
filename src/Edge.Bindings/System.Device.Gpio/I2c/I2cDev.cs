using System.Runtime.InteropServices;

namespace System.Device.I2c;

/// <summary>The kernel's interface to I2C buses, as linux/i2c-dev.h and linux/i2c.h declare it.</summary>
internal static partial class I2cDev
{
    internal const int ReadWrite = 2 | 0x80000; // O_RDWR | O_CLOEXEC
    internal const nuint SetAddress = 0x0706; // I2C_SLAVE_FORCE
    internal const nuint GetFunctions = 0x0705; // I2C_FUNCS
    internal const nuint TransferMessages = 0x0707; // I2C_RDWR
    internal const nuint Smbus = 0x0720; // I2C_SMBUS
    internal const ushort Reads = 1; // I2C_M_RD

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc")]
    internal static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int file, nuint request, nuint argument);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int file, nuint request, out I2cFunctions functions);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int file, nuint request, ref MessageSet messages);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int ioctl(int file, nuint request, ref SmbusRequest transfer);

    internal static string LastError()
    {
        int error = Marshal.GetLastPInvokeError();
        return $"{error} ({Marshal.GetPInvokeErrorMessage(error)})";
    }

    internal static IOException TransferFailed() => new($"Error {LastError()} performing I2C data transfer.");

    /// <summary><c>struct i2c_msg</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct Message
    {
        public ushort Address;
        public ushort Flags;
        public ushort Length;
        public byte* Buffer;
    }

    /// <summary><c>struct i2c_rdwr_ioctl_data</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct MessageSet
    {
        public Message* Messages;
        public uint Count;
    }

    /// <summary><c>struct i2c_smbus_ioctl_data</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct SmbusRequest
    {
        public byte IsRead;
        public byte Command;
        public uint Size;
        public byte* Data;
    }
}
