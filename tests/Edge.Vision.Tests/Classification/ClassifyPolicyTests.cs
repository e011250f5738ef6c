using Edge.Domain.Geometry;
using Edge.Domain.Tracks;
using Edge.Vision.Classification;

namespace Edge.Vision.Tests.Classification;

public sealed class ClassifyPolicyTests
{
    private static readonly ClassifyPolicy Policy = new();
    private static readonly TimeSpan Then = TimeSpan.FromSeconds(100);

    [Fact]
    public void ShouldClassify_NewTrack_Yes() => Assert.True(Policy.ShouldClassify(Track(100), null, Then));

    [Theory]
    [InlineData(TrackState.Tentative)]
    [InlineData(TrackState.Lost)]
    public void ShouldClassify_TrackNotSeenForSure_No(TrackState state) => Assert.False(Policy.ShouldClassify(Track(100) with { State = state }, null, Then));

    [Theory]
    [InlineData(100, 0.9f, 1, false)]
    [InlineData(100, 0.9f, 10, true)]
    [InlineData(100, 0.1f, 0.4, false)]
    [InlineData(100, 0.1f, 0.5, true)]
    [InlineData(149, 0.9f, 1, false)]
    [InlineData(151, 0.9f, 1, true)]
    [InlineData(65, 0.9f, 1, true)]
    [InlineData(151, 0.9f, 0.4, false)]
    public void ShouldClassify_KnownTrack_WhenChangedUnclearOrOld(float area, float margin, double seconds, bool expected)
    {
        ClassifiedTrack last = new(Then, 100, new CropClass(1, 0.9f, margin));
        Assert.Equal(expected, Policy.ShouldClassify(Track(area), last, Then + TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void Merge_UnclearAfterClear_KeepsTheClear()
    {
        CropClass clear = new(1, 0.9f, 0.8f);
        CropClass unclear = new(2, 0.4f, 0.1f);

        Assert.Equal(clear, Policy.Merge(clear, unclear));
        Assert.Equal(clear, Policy.Merge(unclear, clear));
        Assert.Equal(clear, Policy.Merge(clear, CropClass.None));
        Assert.Equal(unclear, Policy.Merge(CropClass.None, unclear));
    }

    private static Track Track(float area) =>
        new(1, 0, 1, new BoxPx(0, 0, area, 1), TrackState.Confirmed, 3, TimeSpan.Zero, TimeSpan.Zero);
}
