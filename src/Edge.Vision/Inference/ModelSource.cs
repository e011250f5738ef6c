using System.Security.Cryptography;

namespace Edge.Vision.Inference;

/// <summary>The bytes of an ONNX file, read once: what is checked is what is opened.</summary>
public sealed class ModelSource
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const long MaximumSizeBytes = 1L << 30;

    /// <summary>Bytes that are in memory already.</summary>
    /// <param name="name">For people: a pack's name, or the file's without folder and ending.</param>
    /// <param name="origin">Where they are from, for errors.</param>
    /// <param name="bytes">The ONNX file; owned by this object from now on.</param>
    public ModelSource(string name, string origin, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Name = name;
        Origin = origin;
        Bytes = bytes;
        Digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>For people: a pack's name, or the file's without folder and ending.</summary>
    public string Name { get; }

    /// <summary>Where the bytes are from, for errors.</summary>
    public string Origin { get; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>The ONNX file.</summary>
    public ReadOnlySpan<byte> Content => Bytes;

    /// <summary>The ONNX file. Not to be changed.</summary>
    internal byte[] Bytes { get; }

    /// <summary>A copy of the bytes.</summary>
    public byte[] ToArray() => [.. Bytes];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelRefusedException">It is missing, a folder, unreadable, empty or too large.</exception>
    public static ModelSource FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path))
                throw new ModelRefusedException($"model '{path}' is a folder; allowed: an .onnx file or a pack");
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (!file.CanSeek || file.Length is 0 or > MaximumSizeBytes)
                throw new ModelRefusedException($"model '{path}' has {(file.CanSeek ? file.Length : 0)} bytes; allowed: a file of 1 to {MaximumSizeBytes}");
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return new ModelSource(Path.GetFileNameWithoutExtension(path), path, bytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelRefusedException($"model '{path}' does not exist", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ModelRefusedException($"model '{path}' can't be read: {e.Message}", e);
        }
    }
}
