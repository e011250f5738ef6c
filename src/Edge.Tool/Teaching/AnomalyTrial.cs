using Edge.Contracts.Packs;
using Edge.Domain.Frames;
using Edge.Tool.Calibration;
using Edge.Vision.Anomaly;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Teaching;

/// <summary>Judges pictures with a pack, as the station will.</summary>
internal static class AnomalyTrial
{
    /// <summary>Judges all of them.</summary>
    /// <exception cref="ModelRefusedException">The pack can't be used.</exception>
    public static AnomalyTrialResult Run(Pack pack, TrialPictures pictures, StepReport report, TimeProvider time, CancellationToken cancellation)
    {
        using PatchModel model = PatchModel.Open(pack, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);
        using PatchDetector detector = model.CreateDetector();
        using FramePool pool = new();
        AnomalyMap map = new();
        List<AnomalyRegion> regions = [];
        List<TrialPicture> judged = [];
        (string Path, bool IsGood)[] all = [.. pictures.Good.Files.Select(file => (file, true)), .. pictures.Bad.Files.Select(file => (file, false))];
        foreach ((string path, bool isGood) in all)
        {
            cancellation.ThrowIfCancellationRequested();
            using Frame frame = ImageCodec.Load(path, pool);
            long started = time.GetTimestamp();
            float score = detector.Judge(frame.View, map);
            double elapsed = time.GetElapsedTime(started).TotalMilliseconds;
            map.FindRegions(regions);
            judged.Add(new TrialPicture(path, isGood, score, regions.Count, elapsed));
            report("Judging pictures", judged.Count, all.Length);
        }

        return new AnomalyTrialResult(judged);
    }
}
