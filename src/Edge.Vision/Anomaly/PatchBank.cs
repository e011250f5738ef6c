using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Edge.Contracts.Packs;

namespace Edge.Vision.Anomaly;

/// <summary>
/// What good parts look like: patches that cover what was taught, and mean and spread of every feature. The file: the letters <c>EDGM</c>,
/// a version byte (1), three zero bytes, the number of features and of patches as 32-bit integers, the mean of each feature, one over its
/// standard deviation (both 32-bit floats), then the patches, a signed byte for each feature; all little-endian. Immutable.
/// </summary>
public sealed class PatchBank
{
    /// <summary>Most bytes of the patches: what a small device holds in its last cache or reads in a few milliseconds.</summary>
    public const int MaximumBytes = 8 << 20;

    private const int HeaderBytes = 16;
    private readonly sbyte[] _patches;
    private readonly float[] _mean;
    private readonly float[] _inverseDeviation;

    /// <summary>A bank of these values, which it keeps.</summary>
    /// <param name="patches">Patch after patch, a signed byte for each feature.</param>
    /// <param name="mean">Mean of each feature over all that was taught.</param>
    /// <param name="inverseDeviation">One over the standard deviation of each feature, over 0.</param>
    /// <exception cref="ArgumentException">The lengths do not go together, or are past the limits.</exception>
    public PatchBank(sbyte[] patches, float[] mean, float[] inverseDeviation)
    {
        ArgumentNullException.ThrowIfNull(patches);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(inverseDeviation);
        if (mean.Length is 0 or > PatchFeatures.MaximumFeatures || inverseDeviation.Length != mean.Length)
            throw new ArgumentException($"{mean.Length} means and {inverseDeviation.Length} deviations; allowed: 1 to {PatchFeatures.MaximumFeatures}, as many of each", nameof(mean));
        if (patches.Length == 0 || patches.Length % mean.Length != 0 || patches.Length > MaximumBytes)
            throw new ArgumentException($"{patches.Length} bytes are no patches of {mean.Length} features; allowed: 1 patch to {MaximumBytes} bytes", nameof(patches));
        _patches = patches;
        _mean = mean;
        _inverseDeviation = inverseDeviation;
    }

    /// <summary>Features of a patch.</summary>
    public int Features => _mean.Length;

    /// <summary>Patches.</summary>
    public int Count => _patches.Length / _mean.Length;

    /// <summary>The patches, one after another, a signed byte for each feature.</summary>
    public ReadOnlySpan<sbyte> Patches => _patches;

    /// <summary>Mean of each feature over all patches that were taught, not only those kept.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>One over the standard deviation of each feature, over all patches that were taught.</summary>
    public ReadOnlySpan<float> InverseDeviation => _inverseDeviation;

    /// <summary>Reads the file.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <exception cref="PackRefusedException">It is no bank, is cut short, is too large, or has values that are no numbers.</exception>
    public static PatchBank Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < HeaderBytes || !bytes[..4].SequenceEqual("EDGM"u8) || bytes[4] != 1 || bytes[5..8].IndexOfAnyExcept((byte)0) >= 0)
            throw Refuse(name, "is not a memory of patches: it must begin with EDGM and version 1");
        int features = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (features is < 1 or > PatchFeatures.MaximumFeatures || count < 1 || (long)features * count > MaximumBytes)
            throw Refuse(name, $"has {count} patches of {features} features; allowed: 1 to {PatchFeatures.MaximumFeatures} features, patches of 1 to {MaximumBytes} bytes in all");
        int expected = HeaderBytes + (2 * sizeof(float) * features) + (features * count);
        if (bytes.Length != expected)
            throw Refuse(name, $"has {bytes.Length} bytes; {count} patches of {features} features are {expected}");
        ReadOnlySpan<float> statistics = MemoryMarshal.Cast<byte, float>(bytes.Slice(HeaderBytes, 2 * sizeof(float) * features));
        float[] mean = statistics[..features].ToArray(), inverseDeviation = statistics[features..].ToArray();
        if (!mean.All(float.IsFinite) || !inverseDeviation.All(value => float.IsFinite(value) && value > 0))
            throw Refuse(name, "has a mean that is no finite number, or a spread that is not over 0");
        return new PatchBank(MemoryMarshal.Cast<byte, sbyte>(bytes[(HeaderBytes + (2 * sizeof(float) * features))..]).ToArray(), mean, inverseDeviation);
    }

    /// <summary>The bank as a file; the same bytes for the same values.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderBytes + (2 * sizeof(float) * Features) + _patches.Length];
        "EDGM"u8.CopyTo(bytes);
        bytes[4] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Features);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Count);
        int at = HeaderBytes;
        foreach (float[] values in (float[][])[_mean, _inverseDeviation])
        {
            MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(bytes.AsSpan(at));
            at += sizeof(float) * Features;
        }

        MemoryMarshal.AsBytes(_patches.AsSpan()).CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    private static PackRefusedException Refuse(string name, string what) => new(PackFault.BankFile, $"'{name}' {what}");
}
