using System.Buffers.Binary;
using Edge.Contracts.Packs;
using Edge.Vision.Anomaly;

namespace Edge.Vision.Tests.Anomaly;

public sealed class PatchBankTests
{
    private static readonly PatchBank Sound = new([1, -2, 3, 127, -127, 0], [0.5f, -1, 2], [1, 0.25f, 3]);

    private static readonly Dictionary<string, Func<byte[], byte[]>> Attacks = new()
    {
        ["nothing"] = _ => [],
        ["a header only"] = bytes => bytes[..16],
        ["the last patch cut short"] = bytes => bytes[..^1],
        ["something behind"] = bytes => [.. bytes, 0],
        ["another file"] = bytes => [.. "PK"u8, .. bytes[2..]],
        ["a newer version"] = bytes => With(bytes, 4, 2),
        ["flags that nobody knows"] = bytes => With(bytes, 6, 1),
        ["no features"] = bytes => Number(bytes, 8, 0),
        ["more features than a patch has"] = bytes => Number(bytes, 8, 257),
        ["negative features"] = bytes => Number(bytes, 8, -3),
        ["no patches"] = bytes => Number(bytes, 12, 0),
        ["gigabytes of patches"] = bytes => Number(bytes, 12, int.MaxValue),
        ["negative patches"] = bytes => Number(bytes, 12, -2),
        ["a mean that is no number"] = bytes => Float(bytes, 16, float.NaN),
        ["an endless mean"] = bytes => Float(bytes, 16, float.PositiveInfinity),
        ["a spread of nothing"] = bytes => Float(bytes, 28, 0),
        ["a negative spread"] = bytes => Float(bytes, 28, -1),
        ["a spread that is no number"] = bytes => Float(bytes, 28, float.NaN),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        PatchBank read = PatchBank.Read(Sound.ToBytes(), "memory.bin");

        Assert.Equal((3, 2), (read.Features, read.Count));
        Assert.Equal(Sound.Patches.ToArray(), read.Patches.ToArray());
        Assert.Equal(Sound.Mean.ToArray(), read.Mean.ToArray());
        Assert.Equal(Sound.InverseDeviation.ToArray(), read.InverseDeviation.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Attack_RefusedByName(string attack)
    {
        PackRefusedException e = Assert.Throws<PackRefusedException>(() => PatchBank.Read(Attacks[attack](Sound.ToBytes()), "memory.bin"));

        Assert.Equal(PackFault.BankFile, e.Fault);
        Assert.StartsWith("'memory.bin' ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_MorePatchesThanABankHolds_Refused() =>
        Assert.Throws<ArgumentException>(() => new PatchBank(new sbyte[PatchBank.MaximumBytes + 2], [0, 0], [1, 1]));

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] Number(byte[] bytes, int at, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        return bytes;
    }

    private static byte[] Float(byte[] bytes, int at, float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), value);
        return bytes;
    }
}
