using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Vision.Tests.Decoding;

public sealed class YoloxDecoderTests
{
    private const int Classes = 12;
    private const int Columns = 5 + Classes;

    // 64 x 32 pixels: grids of 8 x 4, 4 x 2 and 2 x 1 cells.
    private static readonly SizePx Input = new(64, 32);
    private static readonly int[] Sizes = [1, 42, Columns];

    [Theory]
    [InlineData(0, 0, 0, 8)]
    [InlineData(11, 3, 1, 8)]
    [InlineData(32 + 6, 2, 1, 16)]
    [InlineData(41, 1, 0, 32)]
    public void Decode_OneCell_BoxIsRelativeToItsCellAndStride(int row, int column, int line, int stride)
    {
        float[] values = new float[42 * Columns];
        Cell(0.25f, 0.5f, MathF.Log(2), MathF.Log(3), 0.9f, (7, 0.8f), (3, 0.5f)).CopyTo(values, row * Columns);

        Candidate candidate = Assert.Single(Outputs.Decode(Decoder(false), 0.3f, (values, Sizes)));

        float x = (column + 0.25f) * stride;
        float y = (line + 0.5f) * stride;
        Outputs.AssertCandidate(candidate, x - stride, y - (1.5f * stride), x + stride, y + (1.5f * stride), 0.72f, 7);
    }

    [Fact]
    public void Decode_DecodedModel_TakesBoxesAsTheyAre()
    {
        float[] values = new float[42 * Columns];
        Cell(20, 10, 8, 4, 1, (0, 0.5f)).CopyTo(values, 5 * Columns);

        Candidate candidate = Assert.Single(Outputs.Decode(Decoder(true), 0.3f, (values, Sizes)));

        Outputs.AssertCandidate(candidate, 16, 8, 24, 12, 0.5f, 0);
    }

    [Fact]
    public void Decode_AllClasses_OneCandidateForEachOverTheThreshold()
    {
        float[] values = new float[42 * Columns];
        Cell(0.25f, 0.5f, 0, 0, 0.9f, (7, 0.8f), (3, 0.5f), (4, 0.1f)).CopyTo(values, 0);

        Candidate[] candidates = Outputs.Decode(Decoder(false, allClasses: true), 0.3f, (values, Sizes));

        Assert.Equal([(3, 0.45f), (7, 0.72f)], candidates.Select(candidate => (candidate.ClassId, MathF.Round(candidate.Score, 4))));
    }

    [Fact]
    public void Decode_ScoreBelowThreshold_Nothing()
    {
        float[] values = new float[42 * Columns];
        Cell(0, 0, 0, 0, 0.5f, (0, 0.5f)).CopyTo(values, 0);

        Assert.Empty(Outputs.Decode(Decoder(false), 0.26f, (values, Sizes)));
        Assert.Single(Outputs.Decode(Decoder(false), 0.24f, (values, Sizes)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e30f)]
    public void Decode_NumbersThatAreNone_Nothing(float number)
    {
        float[] values = new float[42 * Columns];
        Array.Fill(values, number);

        Assert.Empty(Outputs.Decode(Decoder(false), 0.3f, (values, Sizes)));
    }

    [Fact]
    public void Create_OtherShape_RefusedWithBoth()
    {
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => new YoloxDecoder(Input, Classes, false, false, [Outputs.Shape("out", 1, 40, Columns)]));
        Assert.Contains("1x42x17", e.Message, StringComparison.Ordinal);
        Assert.Contains("1x40x17", e.Message, StringComparison.Ordinal);
    }

    private static YoloxDecoder Decoder(bool isDecoded, bool allClasses = false) => new(Input, Classes, isDecoded, allClasses, [Outputs.Shape("out", Sizes)]);

    private static float[] Cell(float x, float y, float width, float height, float objectness, params (int Class, float Score)[] scores)
    {
        float[] row = new float[Columns];
        (row[0], row[1], row[2], row[3], row[4]) = (x, y, width, height, objectness);
        foreach ((int classId, float score) in scores)
            row[5 + classId] = score;
        return row;
    }
}
