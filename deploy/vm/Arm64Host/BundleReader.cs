using System.Text;

namespace Edge.VmTest.Arm64Host;

/// <summary>What a donor's bundle says of the program in it.</summary>
internal sealed record BundleReader(string MainAssembly, string Configuration)
{
    /// <summary>Reads the header at <paramref name="place"/> of the file.</summary>
    /// <exception cref="InvalidDataException">Not a bundle of the format that .NET 6 and later write.</exception>
    public static BundleReader Open(byte[] file, int place)
    {
        const int configurationKind = 4;
        if (place <= 0 || place >= file.Length)
            throw new InvalidDataException("The donor's bundle has been taken out of it.");
        using var reader = new BinaryReader(new MemoryStream(file, place, file.Length - place), Encoding.UTF8);
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
            reader.ReadInt64();
            byte kind = reader.ReadByte();
            string name = reader.ReadString();
            if (kind != configurationKind)
                continue;
            const string ending = ".runtimeconfig.json";
            return new BundleReader(name[..^ending.Length] + ".dll", Encoding.UTF8.GetString(file, (int)offset, (int)length));
        }
        throw new InvalidDataException("The donor's bundle has no runtime configuration.");
    }
}
