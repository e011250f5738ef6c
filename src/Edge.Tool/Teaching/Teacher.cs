using Edge.Contracts.Packs;
using Edge.Domain.Frames;
using Edge.Tool.Calibration;
using Edge.Vision.Anomaly;
using Edge.Vision.Images;

namespace Edge.Tool.Teaching;

/// <summary>
/// From pictures of good parts to a pack: 1. every picture is read, 2. the backbone is cut and its features are turned onto their principal
/// axes, 3. all pictures, and each with a drawn flaw, become patches, 4. the pictures are split, and each part is scored against a memory of
/// the others, 5. thresholds are set from these scores, and the score that tells the drawn flaws from good pictures better decides, 6. the memory of all is
/// made, 7. a child process opens the pack as an agent would; only then is it written.
/// </summary>
internal sealed class Teacher(TeachRequest request, StepReport report, TimeProvider time)
{
    /// <summary>Fewest pictures of good parts.</summary>
    public const int LeastPictures = UpperTail.LeastScores;

    private const int MostForAxes = 60;
    private const int SampleOfPicture = 200;

    // Differences of less than this come and go with the flaws that were drawn.
    private const double ClearlyBetter = 0.03;

    // Good parts fill most of a byte's range; what is stranger has the rest.
    private const float GoodRange = 100;

    /// <summary>Teaches.</summary>
    /// <exception cref="TeachException">The pictures can't be taught from.</exception>
    /// <exception cref="Edge.Vision.Inference.ModelRefusedException">The backbone can't be used, or the pack was refused.</exception>
    public async Task<TeachResult> TeachAsync(CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        PictureFolder pictures = PictureFolder.Open(request.GoodFolder, LeastPictures, size: null, report);
        if (request.TestSize is { } size && size != pictures.Size)
            throw new TeachException($"--test: its pictures have {size} pixels; those taught have {pictures.Size}");
        Backbone backbone = BackboneSource.Open(request, pictures.Size, pictures.IsGrey);
        int features = Math.Min(request.Features, (backbone.Channels + 3) / 4 * 4);
        byte[] graph = Turn(backbone, pictures, ref features, cancellation);
        PatchSet good = new(features), flawed = new(features);
        float[] golden = Read(backbone, graph, pictures, good, flawed, cancellation);
        PictureScores[,] scores = Score(good, flawed, cancellation);
        ScoreCalibration[] calibrated = Calibrate(scores, good.Count);
        (PatchBank bank, double radius) = good.Remember(
            [.. Enumerable.Range(0, good.Count)], request.Memory, chosen => report("Choosing the memory", chosen, request.Memory), cancellation);
        AnomalyPack packing = new(request, backbone, graph, bank, calibrated);
        Pack pack = await packing.WriteAsync(golden, flawed[0], pictures, cancellation);
        return new TeachResult
        {
            Pack = pack,
            Pictures = pictures,
            Layers = backbone.Layers,
            Scores = calibrated,
            Maps = [.. Enumerable.Range(0, good.Count).Select(picture => Deciding(scores[picture, 0], calibrated[0]))],
            Grid = backbone.Grid,
            Patches = ((long)good.Count * backbone.Grid.Width * backbone.Grid.Height, bank.Count),
            MemoryBytes = pack.File(pack.Manifest.Anomaly!.Bank).Length,
            Coverage = radius / calibrated.First(score => score.Name == PackAnomaly.Neighbour).Threshold,
            Elapsed = time.GetElapsedTime(started),
        };
    }

    private static float[] Deciding(PictureScores maps, ScoreCalibration decides) =>
        [.. (decides.Name == PackAnomaly.Gaussian ? maps.Gaussian : maps.Neighbour).Select(score => (float)(score / decides.Threshold))];

    /// <summary>Finds the principal axes and writes them into the graph.</summary>
    private byte[] Turn(Backbone backbone, PictureFolder pictures, ref int features, CancellationToken cancellation)
    {
        FeatureMoments moments = new(backbone.Channels);
        int step = (pictures.Files.Count + MostForAxes - 1) / MostForAxes;
        string[] used = [.. pictures.Files.Where((_, i) => i % step == 0)];
        List<float[]> sample = [];
        using FramePool pool = new();
        using BackboneRunner runner = new(request.BackbonePath ?? BackboneSource.OwnName, backbone.ToBytes(), backbone.Input, threads: 0);
        for (int i = 0; i < used.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using Frame frame = ImageCodec.Load(used[i], pool);
            runner.Run(frame.View, planes =>
            {
                // Neighbours are alike, and a quarter of them says the same.
                moments.Add(planes, step: 4);
                Sample(planes, backbone.Channels, sample);
            });
            report("Finding the features' axes", i + 1, used.Length);
        }

        PrincipalAxes axes = PrincipalAxes.Of(moments);
        features = Math.Min(features, backbone.Channels / 4 * 4);
        return backbone.ToBytes(axes, features, Scale(axes, features, sample));
    }

    private static void Sample(ReadOnlySpan<float> planes, int channels, List<float[]> into)
    {
        int patches = planes.Length / channels, step = Math.Max(1, patches / SampleOfPicture);
        for (int patch = 0; patch < patches; patch += step)
        {
            float[] one = new float[channels];
            for (int channel = 0; channel < channels; channel++)
                one[channel] = planes[(channel * patches) + patch];
            into.Add(one);
        }
    }

    /// <summary>The factor that brings the largest coordinate of all but one in a thousand patches to the end of the good range.</summary>
    private static float Scale(PrincipalAxes axes, int features, List<float[]> sample)
    {
        float[] largest = [.. sample.Select(patch =>
        {
            float most = 0;
            for (int feature = 0; feature < features; feature++)
            {
                float along = 0;
                for (int channel = 0; channel < patch.Length; channel++)
                    along += axes.Axes[feature][channel] * (patch[channel] - axes.Mean[channel]);
                most = Math.Max(most, Math.Abs(along));
            }

            return most;
        }).Order()];
        float end = largest[(int)(0.999 * (largest.Length - 1))];
        return end > 0 ? GoodRange / end : 1;
    }

    /// <summary>Turns all pictures, and each with a flaw, into patches.</summary>
    /// <returns>The input that the first picture with its flaw became, for the golden vector.</returns>
    private unsafe float[] Read(Backbone backbone, byte[] graph, PictureFolder pictures, PatchSet good, PatchSet flawed, CancellationToken cancellation)
    {
        float[]? golden = null;
        using FramePool pool = new();
        using BackboneRunner runner = new(request.OutPath, graph, backbone.Input, threads: 0);
        for (int i = 0; i < pictures.Files.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using Frame frame = ImageCodec.Load(pictures.Files[i], pool);
            runner.Run(frame.View, planes => good.Add(Quantize(planes, good.Features)));
            DrawnFlaws.Draw(frame.View, seed: i);
            runner.Run(frame.View, planes => flawed.Add(Quantize(planes, good.Features)));
            golden ??= runner.Input.ToArray();
            report("Reading patches", i + 1, pictures.Files.Count);
        }

        return golden!;
    }

    private static unsafe sbyte[] Quantize(ReadOnlySpan<float> planes, int features)
    {
        sbyte[] patches = new sbyte[planes.Length];
        fixed (float* from = planes)
        fixed (sbyte* to = patches)
            PatchFeatures.Quantize(from, features, planes.Length / features, to, features);
        return patches;
    }

    /// <summary>Scores each picture, and it with its flaw, against a memory of pictures that it is not among.</summary>
    private PictureScores[,] Score(PatchSet good, PatchSet flawed, CancellationToken cancellation)
    {
        PictureScores[,] scores = new PictureScores[good.Count, 2];
        int folds = Math.Min(request.Folds, good.Count), done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        Parallel.For(0, folds, parallel, fold =>
        {
            int[] others = [.. Enumerable.Range(0, good.Count).Where(picture => picture % folds != fold)];
            (PatchBank bank, _) = good.Remember(others, request.Memory, chosen: null, cancellation);
            using PatchScorer scorer = new(bank);
            for (int picture = fold; picture < good.Count; picture += folds)
            {
                cancellation.ThrowIfCancellationRequested();
                scores[picture, 0] = Maps(scorer, good[picture], good.Features);
                scores[picture, 1] = Maps(scorer, flawed[picture], good.Features);
                report("Scoring what was not taught", Interlocked.Increment(ref done), good.Count);
            }
        });
        return scores;
    }

    private static PictureScores Maps(PatchScorer scorer, sbyte[] patches, int features)
    {
        PictureScores maps = new(new float[patches.Length / features], new float[patches.Length / features]);
        scorer.Neighbour(patches, maps.Neighbour);
        scorer.Gaussian(patches, maps.Gaussian);
        return maps;
    }

    /// <summary>Both scores; first the one that is asked for, or else tells pictures with drawn flaws from good ones better: the neighbour where they are about as good.</summary>
    private ScoreCalibration[] Calibrate(PictureScores[,] scores, int count)
    {
        ScoreCalibration Of(string name, Func<PictureScores, float[]> score) => ScoreCalibration.Of(
            name,
            [.. Enumerable.Range(0, count).Select(picture => (double)score(scores[picture, 0]).Max())],
            [.. Enumerable.Range(0, count).Select(picture => (double)score(scores[picture, 1]).Max())],
            request.FalseRejects);

        ScoreCalibration neighbour = Of(PackAnomaly.Neighbour, score => score.Neighbour), gaussian = Of(PackAnomaly.Gaussian, score => score.Gaussian);
        bool isGaussian = request.Score == PackAnomaly.Gaussian || (request.Score == "auto" && gaussian.Separation > neighbour.Separation + ClearlyBetter);
        return isGaussian ? [gaussian, neighbour] : [neighbour, gaussian];
    }
}
