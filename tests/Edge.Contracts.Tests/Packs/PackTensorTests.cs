using Edge.Contracts.Packs;

namespace Edge.Contracts.Tests.Packs;

public sealed class PackTensorTests
{
    [Fact]
    public void Read_WhatWasWritten_GivesItBack()
    {
        PackTensor tensor = PackTensor.Read(new PackTensor([1, 2, 3], [1, -2, 3.5f, 0, 5, 6]).ToBytes(), "t");

        Assert.Equal([1, 2, 3], tensor.Sizes);
        Assert.Equal([1, -2, 3.5f, 0, 5, 6], tensor.Elements);
    }

    [Fact]
    public void ToBytes_WholeNumbersOfAByte_TakeOneByteEach()
    {
        byte[] bytes = new PackTensor([2, 2], [0, 255, 7, 114]).ToBytes();
        Assert.Equal(8 + 8 + 4, bytes.Length);
        Assert.Equal([0, 255, 7, 114], PackTensor.Read(bytes, "t").Elements);
    }

    [Theory]
    [InlineData(256f)]
    [InlineData(-1f)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ToBytes_AnythingElse_KeepsItsFloats(float other)
    {
        byte[] bytes = new PackTensor([2], [1, other]).ToBytes();
        Assert.Equal(8 + 4 + 8, bytes.Length);
        Assert.Equal([1, other], PackTensor.Read(bytes, "t").Elements);
    }

    [Fact]
    public void Read_UnknownKindOfElements_Refused()
    {
        byte[] bytes = new PackTensor([2], [1, 2]).ToBytes();
        bytes[6] = 2;
        Assert.Equal(PackFault.GoldenFile, Assert.Throws<PackRefusedException>(() => PackTensor.Read(bytes, "t")).Fault);
    }

    [Theory]
    [InlineData(0.25f)]
    [InlineData(0f)]
    public void Read_CutOrChangedSizes_Refused(float last)
    {
        byte[] bytes = new PackTensor([2, 2], [1, 2, 3, last]).ToBytes();
        for (int length = 0; length < bytes.Length; length++)
            Assert.Throws<PackRefusedException>(() => PackTensor.Read(bytes.AsSpan(0, length), "t"));
        for (int i = 8; i < 16; i++)
        {
            byte[] changed = [.. bytes];
            changed[i] ^= 0xFF;
            PackRefusedException e = Assert.Throws<PackRefusedException>(() => PackTensor.Read(changed, "golden/0"));
            Assert.Contains("golden/0", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToBytes_SizesThatDontFit_Refused() =>
        Assert.Throws<ArgumentException>(() => new PackTensor([3], [1, 2]).ToBytes());
}
