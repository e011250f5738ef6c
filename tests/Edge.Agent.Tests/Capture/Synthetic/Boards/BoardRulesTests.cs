using System.Runtime.InteropServices;
using Edge.Agent.Capture.Synthetic.Boards;
using Edge.Agent.Configuration;
using Edge.Domain.Alerts;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using Edge.Vision.Tracking;

namespace Edge.Agent.Tests.Capture.Synthetic.Boards;

/// <summary>The default rules on the line, with a detector that makes no mistakes: what is told is what was drawn.</summary>
public sealed class BoardRulesTests
{
    private static readonly SizePx Size = new(CopperLayer.Side, CopperLayer.Side);

    [Theory]
    [InlineData(10, 20)]
    [InlineData(15, 20)]
    [InlineData(10, 40)]
    public void DefaultRules_SixtyBoards_EachKindOnEachBoardIsToldOnce(double fps, double rate)
    {
        const int Boards = 60;
        var line = new BoardLine(3, fps, rate, defects: 4, good: 0.25);
        using var renderer = new BoardRenderer(line);
        var truths = new BoardDefect[Boards + 1][];
        for (int board = 0; board <= Boards; board++)
            truths[board] = Truth(renderer, board * (long)line.PeriodFrames);

        List<(long Board, BoardDefectKind Kind)> told = Play(line, truths, Boards);

        var drawn = truths.Take(Boards).SelectMany((defects, board) => defects.Select(defect => ((long)board, defect.Kind)).Distinct()).ToList();
        Assert.True(drawn.Count > 60, $"{drawn.Count} kinds on boards are too few to judge by");
        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Empty(told.Except(drawn));
        // A defect where the last board had one of its kind may go on as the same thing.
        Assert.True(drawn.Except(told).Count() <= drawn.Count / 50, $"{drawn.Except(told).Count()} of {drawn.Count} are not told");
    }

    private static List<(long Board, BoardDefectKind Kind)> Play(BoardLine line, BoardDefect[][] truths, int boards)
    {
        CameraSettings camera = DefaultSettings.Camera(null);
        RuleResolution rules = RuleResolver.Resolve(new EdgeSettings { Cameras = [camera] }, BoardExport.Names);
        Assert.True(rules.IsValid);
        var engine = new RuleEngine(rules.RulesByCamera[camera.Id]);
        var tracker = new MultiObjectTracker(new TrackerOptions
        {
            HighScore = camera.Tracking.HighScore,
            LowScore = camera.Tracking.LowScore,
            ConfirmHits = camera.Tracking.ConfirmHits,
            KeepLost = camera.Tracking.KeepLost,
        });
        var told = new List<(long, BoardDefectKind)>();
        var detections = new List<Detection>();
        var tracks = new List<Track>();
        var events = new List<RuleEvent>();
        for (long frame = 0; frame < boards * (long)line.PeriodFrames; frame++)
        {
            BoardPlace place = line.At(frame);
            detections.Clear();
            Add(detections, truths[place.Board], -place.Moved);
            // Detectors do find defects on boards that move.
            if (!place.Stands)
                Add(detections, truths[place.Board + 1], CopperLayer.Side + BoardLine.Gap - place.Moved);
            var now = new Moment(line.TimeOf(frame), DateTimeOffset.UnixEpoch + line.TimeOf(frame));
            tracker.Update(CollectionsMarshal.AsSpan(detections), now.Monotonic, tracks);
            events.Clear();
            engine.Evaluate(now, Size, CollectionsMarshal.AsSpan(tracks), inferred: true, events);
            told.AddRange(events.Where(raised => raised.Phase == AlertPhase.New).Select(raised => (place.Board, (BoardDefectKind)raised.Track!.Value.ClassId)));
        }

        return told;
    }

    private static void Add(List<Detection> detections, BoardDefect[] defects, int aside)
    {
        foreach (BoardDefect defect in defects)
        {
            BoxPx box = (defect.Box with { X = defect.Box.X + aside }).ClipTo(Size);
            if (box.Width >= 16)
                detections.Add(new Detection((int)defect.Kind, 0.9f, box));
        }
    }

    private static BoardDefect[] Truth(BoardRenderer renderer, long frame)
    {
        var defects = new BoardDefect[DefectPainter.MaximumDefects];
        return defects[..renderer.Truth(frame, defects)];
    }
}
