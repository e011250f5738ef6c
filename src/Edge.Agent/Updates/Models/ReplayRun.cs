using Edge.Agent.Pipeline;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Vision.Images;
using Edge.Vision.Inference;

namespace Edge.Agent.Updates.Models;

/// <summary>
/// Gives the past to a candidate: pictures that were kept as evidence, newest first, and the golden images that the owner put aside. Both the active model and
/// the candidate judge each of them anew: what is compared is two models, not a model and a record of yesterday's settings.
/// </summary>
/// <param name="evidence">Folder of the evidence.</param>
/// <param name="golden">Folder of golden images; need not be there.</param>
/// <param name="clock">The clock of the pauses.</param>
internal sealed class ReplayRun(string evidence, string golden, TimeProvider clock)
{
    /// <summary>After each picture the run rests for as long as the picture took: the cameras come first.</summary>
    private const double RestShare = 1;

    /// <summary>Pictures to judge, golden ones first: a person chose them.</summary>
    public IReadOnlyList<string> Pictures(int most)
    {
        IEnumerable<string> chosen = Files(golden, "*.jpg").Concat(Files(golden, "*.png")).Order(StringComparer.Ordinal);
        // By day and by UUIDv7: the order of paths is the order of time.
        IEnumerable<string> kept = Files(evidence, "*.jpg").OrderDescending(StringComparer.Ordinal);
        return [.. chosen.Concat(kept).Take(most)];
    }

    /// <summary>Judges them.</summary>
    /// <returns>How many there were that both could judge, and on how many they disagree.</returns>
    public async Task<(int Judged, int Changed)> RunAsync(IReadOnlyList<string> pictures, ModelSet active, ModelSet candidate, DetectionComparison comparison, CancellationToken cancellation)
    {
        using Detector before = active.Detector.CreateDetector(), after = candidate.Detector.CreateDetector();
        using CancellationTokenRegistration endBefore = cancellation.Register(before.Cancel), endAfter = cancellation.Register(after.Cancel);
        using var pool = new FramePool(1);
        var found = (Before: new List<Detection>(128), After: new List<Detection>(128));
        int judged = 0, changed = 0;
        foreach (string path in pictures)
        {
            long start = clock.GetTimestamp();
            try
            {
                using Frame picture = ImageCodec.Load(path, pool);
                DetectorTimings timings = default;
                before.Detect(picture.View, found.Before, ref timings);
                after.Detect(picture.View, found.After, ref timings);
            }
            catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException)
            {
                // Evidence is dropped for room all the time, and a damaged picture says nothing about a model.
                continue;
            }

            judged++;
            if (!Agree(comparison, found, active, candidate))
                changed++;
            await Task.Delay(clock.GetElapsedTime(start) * RestShare, clock, cancellation);
        }

        return (judged, changed);
    }

    private static bool Agree(DetectionComparison comparison, (List<Detection> Before, List<Detection> After) found, ModelSet active, ModelSet candidate) => comparison.Agree(
        new Findings(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(found.Before), active.Detector.Definition.Labels, active.Detector.Definition.ScoreThreshold),
        new Findings(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(found.After), candidate.Detector.Definition.Labels, candidate.Detector.Definition.ScoreThreshold));

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories) : [];
}
