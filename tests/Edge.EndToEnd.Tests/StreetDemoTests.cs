using System.Runtime.InteropServices;
using Edge.Agent.Capture.Synthetic;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;
using Edge.Vision.Inference;
using Edge.Vision.Tracking;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.EndToEnd.Tests;

/// <summary>The street's pack finds and follows what the drawn street shows, well enough that rules can count on it.</summary>
public sealed class StreetDemoTests : IDisposable
{
    private static readonly SizePx Size = new(640, 360);

    private readonly VisionModel _model;
    private readonly Detector _detector;
    private readonly List<Detection> _detections = [];
    private readonly FramePool _pool = new();

    public StreetDemoTests()
    {
        // Opening it checks digests, shapes and golden vectors.
        _model = VisionModel.Open(PackFolder(), new ModelOptions { Providers = ["cpu"], Threads = 1 }, NullLogger.Instance);
        _detector = _model.CreateDetector();
    }

    public void Dispose()
    {
        _detector.Dispose();
        _model.Dispose();
        _pool.Dispose();
    }

    [Fact]
    public void Pack_Labels_AreTheScenesClasses() =>
        Assert.Equal(Enum.GetNames<SceneClass>().Select(name => name.ToLowerInvariant()), _model.Definition.Labels);

    [Fact]
    public void Detect_StreetsNotTrainedOn_NearlyEverythingIsFoundAndLittleElse()
    {
        (int objects, int found, int detections, int right) = (0, 0, 0, 0);
        for (long seed = 70_000; seed < 70_010; seed++)
        {
            using var renderer = new SceneRenderer(new StreetScene(seed, 15, people: 5, cars: 4));
            for (long frame = 0; frame < 15 * 240; frame += 97)
            {
                SceneTruth[] truths = Detect(renderer, frame, 0.5f);
                objects += truths.Count(truth => truth.Visible > 0.5f);
                found += truths.Count(truth => truth.Visible > 0.5f && _detections.Any(detection => Agree(truth, detection.ClassId, detection.Box)));
                detections += _detections.Count;
                right += _detections.Count(detection => truths.Any(truth => Agree(truth, detection.ClassId, detection.Box)));
            }
        }

        Assert.True(objects > 800, $"{objects} objects are too few to judge by");
        Assert.True(found > 0.95 * objects, $"{found} of {objects} objects found");
        Assert.True(right > 0.93 * detections, $"{right} of {detections} detections right");
    }

    [Fact]
    public void Track_TwoMinutesOfTheDefaultStreet_ObjectsKeepTheirIds()
    {
        var scene = new StreetScene(seed: 1, fps: 15, people: 3, cars: 2);
        using var renderer = new SceneRenderer(scene);
        var tracker = new MultiObjectTracker(new TrackerOptions());
        var tracks = new List<Track>();
        var ledger = new IdentityLedger();
        for (long frame = 0; frame < 15 * 120; frame++)
        {
            SceneTruth[] truths = Detect(renderer, frame, 0);
            tracker.Update(CollectionsMarshal.AsSpan(_detections), scene.TimeOf(frame), tracks);
            ledger.Add(truths, tracks);
        }

        Assert.True(ledger.Objects > 20, $"{ledger.Objects} objects are too few to judge by");
        Assert.True(ledger.Missed < 0.05 * ledger.Sightings, $"{ledger.Missed} of {ledger.Sightings} sightings without a track");
        Assert.True(ledger.Switches <= ledger.Objects / 6, $"{ledger.Switches} changes of identity for {ledger.Objects} objects");
    }

    [Fact]
    public void Track_Script_OneTrackForEachEventAndNoneBetween()
    {
        var script = new ScriptScene(seed: 11, fps: 15, events: 30, gapFrames: 45, holdFrames: 12);
        using var renderer = new SceneRenderer(script);
        var tracker = new MultiObjectTracker(new TrackerOptions());
        var tracks = new List<Track>();
        var idsOf = new HashSet<long>[script.Events];
        for (long frame = 0; frame < script.FrameCount; frame++)
        {
            Detect(renderer, frame, 0);
            tracker.Update(CollectionsMarshal.AsSpan(_detections), script.TimeOf(frame), tracks);
            int index = script.EventAt(frame);
            foreach (Track track in tracks.Where(track => track.State == TrackState.Confirmed))
            {
                Assert.True(index >= 0, $"track {track.Id} is confirmed in empty frame {frame}");
                (idsOf[index] ??= []).Add(track.Id);
            }
        }

        Assert.All(idsOf, ids => Assert.Single(ids));
        Assert.Equal(script.Events, tracker.ConfirmedTotal);
    }

    private static bool Agree(in SceneTruth truth, int classId, in BoxPx box) =>
        classId == (int)truth.Class && truth.Box.Iou(box) >= 0.5f;

    private static string PackFolder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("not in a checkout"), "models", "street-demo");
    }

    private SceneTruth[] Detect(SceneRenderer renderer, long index, float score)
    {
        using Frame frame = _pool.Rent(Size.Width, Size.Height);
        renderer.Draw(frame.View, index);
        DetectorTimings timings = default;
        _detector.Detect(frame.View, _detections, ref timings);
        _detections.RemoveAll(detection => detection.Score < score);
        var truths = new SceneTruth[SyntheticScene.MaximumObjects];
        return truths[..renderer.Truth(Size, index, truths)];
    }
}
