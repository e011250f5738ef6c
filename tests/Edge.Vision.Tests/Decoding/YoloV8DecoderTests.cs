using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Vision.Tests.Decoding;

public sealed class YoloV8DecoderTests
{
    private const int Cells = 21;
    private static readonly SizePx Input = new(32, 32);

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(20)]
    public void Decode_OneColumn_GivesItsBestClassAndBox(int cell)
    {
        float[] values = new float[(4 + 3) * Cells];
        (values[cell], values[Cells + cell], values[(2 * Cells) + cell], values[(3 * Cells) + cell]) = (16, 12, 10, 8);
        (values[(4 * Cells) + cell], values[(5 * Cells) + cell], values[(6 * Cells) + cell]) = (0.1f, 0.7f, 0.6f);

        Candidate candidate = Assert.Single(Outputs.Decode(Decoder(), 0.25f, (values, [1, 7, Cells])));

        Outputs.AssertCandidate(candidate, 11, 8, 21, 16, 0.7f, 1);
    }

    [Fact]
    public void Decode_AllClasses_OneCandidateForEachOverTheThreshold()
    {
        float[] values = new float[(4 + 3) * Cells];
        (values[9], values[Cells + 9], values[(2 * Cells) + 9], values[(3 * Cells) + 9]) = (16, 12, 10, 8);
        (values[(5 * Cells) + 9], values[(6 * Cells) + 9]) = (0.7f, 0.6f);

        Candidate[] candidates = Outputs.Decode(Decoder(allClasses: true), 0.25f, (values, [1, 7, Cells]));

        Assert.Equal([(1, 0.7f), (2, 0.6f)], candidates.Select(candidate => (candidate.ClassId, candidate.Score)));
    }

    [Fact]
    public void Decode_RandomScores_MatchesAPlainSearch()
    {
        Random random = new(5);
        float[] values = [.. Enumerable.Range(0, 7 * Cells).Select(_ => random.NextSingle())];

        Candidate[] candidates = Outputs.Decode(Decoder(), 0.8f, (values, [1, 7, Cells]));

        (int, float)[] expected =
        [
            .. Enumerable.Range(0, Cells)
                .Select(cell => Enumerable.Range(0, 3).Select(c => (Class: c, Score: values[((4 + c) * Cells) + cell])).MaxBy(pair => pair.Score))
                .Where(pair => pair.Score >= 0.8f),
        ];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, candidates.Select(candidate => (candidate.ClassId, candidate.Score)));
    }

    [Fact]
    public void Create_TransposedShape_RefusedWithBoth()
    {
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => new YoloV8Decoder(Input, 3, false, [Outputs.Shape("out", 1, Cells, 7)]));
        Assert.Contains("1x7x21", e.Message, StringComparison.Ordinal);
        Assert.Contains("1x21x7", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16)] // stride 8
    [InlineData(20)] // 8 and 16
    [InlineData(85)] // 4, 8, 16, 32
    public void Create_OtherStrides_ReadsTheirCells(int cells)
    {
        float[] values = new float[7 * cells];
        (values[cells - 1], values[(2 * cells) - 1], values[(3 * cells) - 1], values[(4 * cells) - 1], values[(7 * cells) - 1]) = (20, 12, 10, 8, 0.9f);

        Candidate candidate = Assert.Single(Outputs.Decode(new YoloV8Decoder(Input, 3, false, [Outputs.Shape("out", 1, 7, cells)]), 0.25f, (values, [1, 7, cells])));

        Outputs.AssertCandidate(candidate, 15, 8, 25, 16, 0.9f, 2);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(19)]
    [InlineData(0)]
    public void Create_CellsOfNoGrid_Refused(int cells) =>
        Assert.Throws<ModelRefusedException>(() => new YoloV8Decoder(Input, 3, false, [Outputs.Shape("out", 1, 7, cells)]));

    private static YoloV8Decoder Decoder(bool allClasses = false) => new(Input, 3, allClasses, [Outputs.Shape("out", 1, 7, Cells)]);
}
