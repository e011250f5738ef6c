using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Edge.Contracts.Packs;

/// <summary>
/// A tensor of a golden vector: the letters <c>EDGT</c>, a version byte (1), the number of dimensions, the kind of the elements
/// (0: 32-bit floats; 1: bytes, for whole numbers of 0 to 255), a zero byte, each size as a 32-bit integer, then the elements,
/// all little-endian, rows one after another.
/// </summary>
/// <param name="Sizes">Sizes of the dimensions, 1 to 8 of them.</param>
/// <param name="Elements">As many as the sizes' product.</param>
public sealed record PackTensor(IReadOnlyList<int> Sizes, float[] Elements)
{
    private const int MaximumDimensions = 8;
    private const byte Floats = 0;
    private const byte WholeBytes = 1;

    /// <summary>Reads one.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">The file's name, for errors.</param>
    /// <exception cref="PackRefusedException">It is no such file.</exception>
    public static PackTensor Read(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < 8 || !bytes[..4].SequenceEqual("EDGT"u8) || bytes[4] != 1 || bytes[5] is 0 or > MaximumDimensions || bytes[6] > WholeBytes || bytes.Length < 8 + (4 * bytes[5]))
            throw new PackRefusedException(PackFault.GoldenFile, $"'{name}' is not a tensor: it must begin with EDGT, version 1 and 1 to {MaximumDimensions} sizes");
        int[] sizes = new int[bytes[5]];
        long count = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(8 + (4 * i))..]);
            count *= sizes[i];
            if (sizes[i] < 0 || count > bytes.Length)
                throw new PackRefusedException(PackFault.GoldenFile, $"'{name}' has {bytes.Length} bytes, too few for its sizes");
        }

        ReadOnlySpan<byte> data = bytes[(8 + (4 * sizes.Length))..];
        int elementBytes = bytes[6] == Floats ? sizeof(float) : 1;
        if (count * elementBytes != data.Length)
            throw new PackRefusedException(PackFault.GoldenFile, $"'{name}' has {data.Length} bytes of elements; its sizes [{string.Join('x', sizes)}] need {count * elementBytes}");
        if (elementBytes == sizeof(float))
            return new PackTensor(sizes, MemoryMarshal.Cast<byte, float>(data).ToArray());
        float[] elements = new float[data.Length];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = data[i];
        return new PackTensor(sizes, elements);
    }

    /// <summary>The tensor as a file, in bytes where every element is a whole number of 0 to 255.</summary>
    /// <exception cref="ArgumentException">The sizes don't match the elements.</exception>
    public byte[] ToBytes()
    {
        if (Sizes.Count is 0 or > MaximumDimensions || Sizes.Aggregate(1L, (product, size) => product * size) != Elements.Length)
            throw new ArgumentException($"{Elements.Length} elements don't fill [{string.Join('x', Sizes)}]");
        bool isWhole = Elements.All(element => element is >= 0 and <= 255 && element == (byte)element);
        byte[] bytes = new byte[8 + (4 * Sizes.Count) + ((isWhole ? 1 : sizeof(float)) * Elements.Length)];
        "EDGT"u8.CopyTo(bytes);
        bytes[4] = 1;
        bytes[5] = (byte)Sizes.Count;
        for (int i = 0; i < Sizes.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8 + (4 * i)), Sizes[i]);
        Span<byte> data = bytes.AsSpan(8 + (4 * Sizes.Count));
        if (!isWhole)
        {
            MemoryMarshal.AsBytes(Elements.AsSpan()).CopyTo(data);
            return bytes;
        }

        bytes[6] = WholeBytes;
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)Elements[i];
        return bytes;
    }
}
