using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Vision.Tests.Decoding;

public sealed class NanoDetDecoderTests
{
    // 64 x 64 pixels: grids of 8 x 8, 4 x 4 and 2 x 2 cells.
    private static readonly SizePx Input = new(64, 64);

    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 16)]
    public void Decode_OneCell_SidesAreExpectationsInStridesFromItsCentre(int level, int stride)
    {
        (float[] Values, int[] Sizes)[] tensors = Tensors(classes: 10);
        int columns = 64 / stride;
        int cell = columns + 1;
        tensors[level].Values[(cell * 10) + 4] = 0.8f;
        // Left: all weight on bin 1; top: even over bins 0 and 1; right: even over all eight (3.5); bottom: all on bin 2.
        float[] sides = Sides([(1, 50)], [(0, 50), (1, 50)], [], [(2, 50)]);
        sides.CopyTo(tensors[3 + level].Values, cell * 32);

        Candidate candidate = Assert.Single(Outputs.Decode(Decoder(10), 0.4f, tensors));

        float center = 1.5f * stride;
        Outputs.AssertCandidate(
            candidate, center - stride, center - (0.5f * stride), Math.Min(64, center + (3.5f * stride)), Math.Min(64, center + (2 * stride)), 0.8f, 4);
    }

    [Fact]
    public void Decode_TwoClassesOverThreshold_TheBestOrBoth()
    {
        (float[] Values, int[] Sizes)[] tensors = Tensors(classes: 10);
        tensors[0].Values[9] = 0.6f;
        tensors[0].Values[2] = 0.5f;

        Assert.Equal(9, Assert.Single(Outputs.Decode(Decoder(10), 0.4f, tensors)).ClassId);
        Candidate[] candidates = Outputs.Decode(Decoder(10, allClasses: true), 0.4f, tensors);
        Assert.Equal([2, 9], candidates.Select(candidate => candidate.ClassId).Order());
    }

    [Fact]
    public void Decode_OutputsInAnotherOrder_FoundByTheirShapes()
    {
        (float[] Values, int[] Sizes)[] tensors = Tensors(classes: 10);
        tensors[2].Values[3] = 0.7f;
        (float[] Values, int[] Sizes)[] turned = [.. tensors.Reverse()];
        NanoDetDecoder decoder = new(Input, 10, false, [.. turned.Select(tensor => Outputs.Shape("t", tensor.Sizes))]);

        Assert.Equal(3, Assert.Single(Outputs.Decode(decoder, 0.4f, turned)).ClassId);
    }

    [Fact]
    public void Decode_LogitsThatOverflow_StaysFinite()
    {
        (float[] Values, int[] Sizes)[] tensors = Tensors(classes: 10);
        tensors[0].Values[0] = 0.9f;
        Sides([(1, 3e38f)], [(1, 3e38f)], [(1, 3e38f)], [(1, 3e38f)]).CopyTo(tensors[3].Values, 0);

        Outputs.AssertCandidate(Assert.Single(Outputs.Decode(Decoder(10), 0.4f, tensors)), 0, 0, 12, 12, 0.9f, 0);
    }

    [Fact]
    public void Create_OtherShapes_RefusedWithBoth()
    {
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => new NanoDetDecoder(Input, 10, false, [Outputs.Shape("out", 1, 64, 10)]));
        Assert.Contains("1x64x32", e.Message, StringComparison.Ordinal);
        Assert.Contains("out Float [1x64x10]", e.Message, StringComparison.Ordinal);
    }

    private static NanoDetDecoder Decoder(int classes, bool allClasses = false) =>
        new(Input, classes, allClasses, [.. Tensors(classes).Select(tensor => Outputs.Shape("t", tensor.Sizes))]);

    private static (float[] Values, int[] Sizes)[] Tensors(int classes) =>
    [
        .. new[] { 64, 16, 4 }.Select(cells => (new float[cells * classes], new[] { 1, cells, classes })),
        .. new[] { 64, 16, 4 }.Select(cells => (new float[cells * 32], new[] { 1, cells, 32 })),
    ];

    private static float[] Sides(params (int Bin, float Logit)[][] sides)
    {
        float[] values = new float[32];
        for (int side = 0; side < 4; side++)
        {
            foreach ((int bin, float logit) in sides[side])
                values[(side * 8) + bin] = logit;
        }

        return values;
    }
}
