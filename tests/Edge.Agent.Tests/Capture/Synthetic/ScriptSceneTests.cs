using Edge.Agent.Capture.Synthetic;
using Edge.Domain.Geometry;

namespace Edge.Agent.Tests.Capture.Synthetic;

public sealed class ScriptSceneTests
{
    private readonly ScriptScene _script = new(seed: 4, fps: 15, events: 3, gapFrames: 10, holdFrames: 5);

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(0, -1)]
    [InlineData(9, -1)]
    [InlineData(10, 0)]
    [InlineData(14, 0)]
    [InlineData(15, -1)]
    [InlineData(25, 1)]
    [InlineData(40, 2)]
    [InlineData(44, 2)]
    [InlineData(45, -1)]
    [InlineData(54, -1)]
    [InlineData(1000, -1)]
    public void EventAt_Frame_IsArithmetic(long frame, int expected) => Assert.Equal(expected, _script.EventAt(frame));

    [Fact]
    public void FrameCount_Script_EndsWithOneMoreGap() => Assert.Equal(55, _script.FrameCount);

    [Fact]
    public void At_EveryFrame_ShowsOnePersonExactlyWhenAnEventIsOn()
    {
        var objects = new SceneObject[SyntheticScene.MaximumObjects];
        for (long frame = 0; frame < _script.FrameCount; frame++)
        {
            int index = _script.EventAt(frame);
            int count = _script.At(frame, objects);

            Assert.Equal(index < 0 ? 0 : 1, count);
            if (index < 0)
                continue;
            Assert.Equal(index + 1, objects[0].Id);
            Assert.True(frame >= _script.FirstFrameOf(index) && frame < _script.FirstFrameOf(index) + _script.HoldFrames);
        }
    }

    [Fact]
    public void At_EveryEvent_StandsInTheMiddleZoneWhicheverAnchorCounts()
    {
        var script = new ScriptScene(4, 15, events: 300, gapFrames: 1, holdFrames: 60);
        var size = new SizePx(640, 360);
        var objects = new SceneObject[SyntheticScene.MaximumObjects];
        for (int index = 0; index < script.Events; index++)
        {
            foreach (long frame in (long[])[script.FirstFrameOf(index), script.FirstFrameOf(index) + 59])
            {
                script.At(frame, objects);
                BoxPx box = SceneRenderer.BoxOf(objects[0], size);
                foreach (BoxAnchor anchor in Enum.GetValues<BoxAnchor>())
                {
                    PointPx point = box.At(anchor);
                    Assert.True(ScriptScene.MiddleZone.Contains(new PointNorm(point.X / 640, point.Y / 360)), $"event {index}: {anchor} at {point}");
                }
            }
        }
    }
}
