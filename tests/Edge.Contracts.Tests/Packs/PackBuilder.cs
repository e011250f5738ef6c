using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Edge.Contracts.Packs;

namespace Edge.Contracts.Tests.Packs;

/// <summary>Packs as a sound writer makes them, and as an attacker would.</summary>
internal sealed class PackBuilder(string folder)
{
    public string ZipPath => Path.Combine(folder, "attack.pack");

    public string FolderPath => Path.Combine(folder, "attack");

    public static PackManifest Manifest { get; } = new()
    {
        Name = "test",
        Version = "1.0.0",
        Task = "detect",
        Model = "model.onnx",
        Input = new PackInput { Width = 416, Height = 416 },
        Decoder = "yolox",
        Labels = ["person", "car"],
        Thresholds = new PackThresholds(0.25f, 0.5f),
        Licence = "Apache-2.0",
        OldestAgent = "0.1.0",
        Files = new Dictionary<string, string>(),
    };

    /// <summary>All files of a sound pack.</summary>
    public static Dictionary<string, byte[]> Sound() =>
        new(PackWriter.Assemble("test", Manifest, new Dictionary<string, byte[]> { ["model.onnx"] = Noise(300), ["golden/0.input"] = Noise(40) }));

    public static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A sound zip, and then <paramref name="more"/>.</summary>
    public string Zip(Action<ZipArchive> more) => Zip(Sound(), more);

    public string Zip(IReadOnlyDictionary<string, byte[]> files, Action<ZipArchive>? more = null)
    {
        using ZipArchive zip = ZipFile.Open(ZipPath, ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in files)
            Add(zip, name, bytes);
        more?.Invoke(zip);
        return ZipPath;
    }

    /// <summary>A sound zip whose manifest is this text.</summary>
    public string ZipWithManifest(string manifest) => ZipWithManifest(Encoding.UTF8.GetBytes(manifest));

    public string ZipWithManifest(byte[] manifest)
    {
        Dictionary<string, byte[]> files = Sound();
        files[PackManifest.FileName] = manifest;
        return Zip(files);
    }

    /// <summary>A sound zip with something replaced in its manifest.</summary>
    public string ZipWithManifest(string old, string replacement)
    {
        string manifest = Encoding.UTF8.GetString(Sound()[PackManifest.FileName]);
        Assert.Contains(old, manifest, StringComparison.Ordinal);
        return ZipWithManifest(manifest.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>A sound zip whose bytes were changed afterwards.</summary>
    public string ZipBytes(Func<byte[], byte[]> change)
    {
        Zip(Sound());
        File.WriteAllBytes(ZipPath, change(File.ReadAllBytes(ZipPath)));
        return ZipPath;
    }

    /// <summary>A sound zip in whose directory the record of <c>model.onnx</c> was changed.</summary>
    public string ZipDirectory(Action<byte[], int> change) => ZipBytes(bytes =>
    {
        const uint Record = 0x02014b50;
        for (int i = 0; i < bytes.Length - 46; i++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i)) == Record && Encoding.ASCII.GetString(bytes, i + 46, 10) == "model.onnx")
            {
                change(bytes, i);
                return bytes;
            }
        }

        throw new InvalidOperationException("the zip has no model.onnx");
    });

    /// <summary>A sound folder, and then <paramref name="more"/>.</summary>
    public string Folder(Action<string> more)
    {
        foreach ((string name, byte[] bytes) in Sound())
        {
            string path = Path.Combine(FolderPath, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        more(FolderPath);
        return FolderPath;
    }

    public static ZipArchiveEntry Add(ZipArchive zip, string name, byte[] bytes)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        using (Stream stream = entry.Open())
            stream.Write(bytes);
        return entry;
    }
}
