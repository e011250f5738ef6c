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
    public void Read_CutOrChangedSizes_Refused()
    {
        byte[] bytes = new PackTensor([2, 2], [1, 2, 3, 4]).ToBytes();
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
