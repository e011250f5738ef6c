using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Vision.Tests.Decoding;

public sealed class SsdDecoderTests
{
    private static readonly SizePx Input = new(300, 200);

    [Fact]
    public void Decode_TensorFlowForm_TopComesFirstAndCountLimits()
    {
        SsdDecoder decoder = new(Input, 5,
        [
            Outputs.Shape("detection_boxes:0", 1, 3, 4), Outputs.Shape("detection_classes:0", 1, 3), Outputs.Shape("detection_scores:0", 1, 3), Outputs.Shape("num_detections:0", 1),
        ]);

        Candidate[] candidates = Outputs.Decode(
            decoder,
            0.5f,
            ([0.1f, 0.2f, 0.5f, 0.6f, 0, 0, 1, 1, 0, 0, 1, 1], [1, 3, 4]),
            ([3, 1, 1], [1, 3]),
            ([0.9f, 0.4f, 0.9f], [1, 3]),
            ([2], [1]));

        Outputs.AssertCandidate(Assert.Single(candidates), 60, 20, 180, 100, 0.9f, 3);
    }

    [Fact]
    public void Decode_ZooForm_LeftComesFirst()
    {
        SsdDecoder decoder = new(Input, 5, [Outputs.Shape("bboxes", 1, -1, 4), Outputs.Shape("labels", 1, -1), Outputs.Shape("scores", 1, -1)]);

        Candidate[] candidates = Outputs.Decode(decoder, 0.5f, ([0.1f, 0.2f, 0.5f, 0.6f], [1, 1, 4]), ([4], [1, 1]), ([0.7f], [1, 1]));

        Outputs.AssertCandidate(Assert.Single(candidates), 30, 40, 150, 120, 0.7f, 4);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(float.NaN)]
    [InlineData(1e20f)]
    public void Decode_ClassWithoutLabel_Dropped(float classId)
    {
        SsdDecoder decoder = new(Input, 5, [Outputs.Shape("bboxes", 1, -1, 4), Outputs.Shape("labels", 1, -1), Outputs.Shape("scores", 1, -1)]);

        Assert.Empty(Outputs.Decode(decoder, 0.5f, ([0.1f, 0.2f, 0.5f, 0.6f], [1, 1, 4]), ([classId], [1, 1]), ([0.7f], [1, 1])));
    }

    [Fact]
    public void Decode_NoRows_Nothing()
    {
        SsdDecoder decoder = new(Input, 5, [Outputs.Shape("bboxes", 1, -1, 4), Outputs.Shape("labels", 1, -1), Outputs.Shape("scores", 1, -1)]);

        Assert.Empty(Outputs.Decode(decoder, 0.5f, ([], [1, 0, 4]), ([], [1, 0]), ([], [1, 0])));
    }

    [Fact]
    public void Create_WithoutScores_Refused() =>
        Assert.Throws<ModelRefusedException>(() => new SsdDecoder(Input, 5, [Outputs.Shape("bboxes", 1, -1, 4), Outputs.Shape("labels", 1, -1), Outputs.Shape("x", 1, -1)]));
}
