using Edge.Agent.Capture.Synthetic.Boards;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.EndToEnd.Tests.Agents;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.EndToEnd.Tests;

/// <summary>
/// The pack that ships, trained on photographs of real boards, finds on the drawn ones of the default source what was drawn there, well
/// enough that a new user sees it work.
/// </summary>
public sealed class BoardsDemoTests : IDisposable
{
    /// <summary>Boxes agree at more than a third, as the DeepPCB data set's own protocol has it.</summary>
    private const float Agreement = 0.33f;

    /// <summary>The default rule's least score.</summary>
    private const float Score = 0.5f;

    private readonly VisionModel _model;
    private readonly Detector _detector;
    private readonly FramePool _pool = new();
    private readonly BoardRenderer _renderer;
    private readonly BoardLine _line = new(seed: 1, fps: 10, rate: 20, defects: 4, good: 0.25);

    public BoardsDemoTests()
    {
        string pack = Path.Combine(AgentExecutable.Repository, "models", "pcb-inspector");
        _model = VisionModel.Open(pack, new ModelOptions { Providers = ["cpu"], Threads = 1 }, NullLogger.Instance);
        _detector = _model.CreateDetector();
        _renderer = new BoardRenderer(_line);
    }

    public void Dispose()
    {
        _renderer.Dispose();
        _detector.Dispose();
        _model.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public void Pack_Labels_AreTheSixKinds() => Assert.Equal(BoardExport.Names, _model.Definition.Labels);

    [Fact]
    public void Detect_EightyBoardsOfTheDefaultSource_NearlyEveryDefectIsFoundAndLittleElse()
    {
        var found = new int[BoardMaker.Kinds];
        var drawn = new int[BoardMaker.Kinds];
        (int told, int right) = (0, 0);
        for (int board = 0; board < 80; board++)
        {
            long frame = board * (long)_line.PeriodFrames;
            List<Detection> detections = Detect(frame);
            BoardDefect[] truths = Truth(frame);
            foreach (BoardDefect truth in truths)
            {
                drawn[(int)truth.Kind]++;
                found[(int)truth.Kind] += detections.Any(detection => Agree(truth, detection)) ? 1 : 0;
            }

            told += detections.Count;
            right += detections.Count(detection => truths.Any(truth => Agree(truth, detection)));
        }

        string figures = string.Join(", ", BoardExport.Names.Select((name, kind) => $"{name} {found[kind]} of {drawn[kind]}")) + $"; {right} of {told} right";
        Assert.True(drawn.Sum() > 100, $"{drawn.Sum()} defects are too few to judge by");
        Assert.True(found.Sum() >= 0.9 * drawn.Sum(), figures);
        Assert.True(right >= 0.9 * told, figures);
        Assert.All(found, count => Assert.True(count > 0, figures));
    }

    private static bool Agree(in BoardDefect truth, in Detection detection) =>
        detection.ClassId == (int)truth.Kind && truth.Box.Iou(detection.Box) > Agreement;

    private List<Detection> Detect(long index)
    {
        using Frame frame = _pool.Rent(CopperLayer.Side, CopperLayer.Side);
        _renderer.Draw(frame.View, index);
        var detections = new List<Detection>();
        DetectorTimings timings = default;
        _detector.Detect(frame.View, detections, ref timings);
        detections.RemoveAll(detection => detection.Score < Score);
        return detections;
    }

    private BoardDefect[] Truth(long frame)
    {
        var defects = new BoardDefect[DefectPainter.MaximumDefects];
        return defects[.._renderer.Truth(frame, defects)];
    }
}
