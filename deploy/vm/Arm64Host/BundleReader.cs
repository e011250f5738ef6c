using System.Text;

namespace Edge.VmTest.Arm64Host;

/// <summary>The files in a donor's bundle.</summary>
internal sealed class BundleReader
{
    private const string ConfigurationEnding = ".runtimeconfig.json";

    private readonly byte[] _file;
    private readonly Dictionary<string, (long Place, long Length)> _entries = [];

    /// <summary>Reads the header at <paramref name="place"/> of the file.</summary>
    /// <exception cref="InvalidDataException">Not a bundle of the format that .NET 6 and later write, or a compressed one.</exception>
    public BundleReader(byte[] file, long place)
    {
        if (place <= 0 || place >= file.Length)
            throw new InvalidDataException("The donor's bundle has been taken out of it.");
        _file = file;
        using var reader = new BinaryReader(new MemoryStream(file, (int)place, file.Length - (int)place), Encoding.UTF8);
        uint version = reader.ReadUInt32();
        if (version != 6)
            throw new InvalidDataException($"The donor's bundle has format {version}; 6 can be read.");
        reader.ReadUInt32();
        int count = reader.ReadInt32();
        reader.ReadString();
        reader.ReadBytes(40);
        for (int i = 0; i < count; i++)
        {
            long offset = reader.ReadInt64();
            long length = reader.ReadInt64();
            if (reader.ReadInt64() != 0)
                throw new InvalidDataException("The donor's bundle is compressed.");
            reader.ReadByte();
            _entries[reader.ReadString()] = (offset, length);
        }
    }

    /// <summary>File name of the assembly with the program in it.</summary>
    public string MainAssembly => ConfigurationName[..^ConfigurationEnding.Length] + ".dll";

    /// <summary>The program's runtime configuration.</summary>
    public string Configuration => Encoding.UTF8.GetString(Read(ConfigurationName));

    private string ConfigurationName =>
        _entries.Keys.SingleOrDefault(name => name.EndsWith(ConfigurationEnding, StringComparison.Ordinal))
        ?? throw new InvalidDataException("The donor's bundle has no runtime configuration.");

    /// <summary>One file's content.</summary>
    public byte[] Read(string name) =>
        _entries.TryGetValue(name, out (long Place, long Length) entry)
            ? _file.AsSpan((int)entry.Place, (int)entry.Length).ToArray()
            : throw new InvalidDataException($"The donor's bundle has no {name}.");
}
