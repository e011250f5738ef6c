using Edge.Vision.Anomaly;

namespace Edge.Tool.Teaching;

/// <summary>The patches of taught pictures as signed bytes, picture by picture, with what mean and spread are computed from.</summary>
/// <param name="features">Features of a patch; a multiple of 4.</param>
internal sealed class PatchSet(int features)
{
    /// <summary>Most bytes that are gathered for a core-set: what a small computer has room for, several times.</summary>
    private const long MostBytes = 192L << 20;

    // A hundredth of the average variance more on every axis: one that hardly varied in a hundred pictures is not known to vary hardly.
    private const double Shrinkage = 0.01;
    private readonly List<sbyte[]> _pictures = [];
    private readonly List<(double[] Sums, double[] Squares)> _moments = [];

    /// <summary>Features of a patch.</summary>
    public int Features => features;

    /// <summary>Pictures.</summary>
    public int Count => _pictures.Count;

    /// <summary>The patches of a picture.</summary>
    public sbyte[] this[int picture] => _pictures[picture];

    /// <summary>Adds the patches of a picture.</summary>
    public void Add(sbyte[] patches)
    {
        double[] sums = new double[features], squares = new double[features];
        for (int i = 0; i < patches.Length; i += features)
        {
            for (int k = 0; k < features; k++)
            {
                sums[k] += patches[i + k];
                squares[k] += patches[i + k] * patches[i + k];
            }
        }

        _pictures.Add(patches);
        _moments.Add((sums, squares));
    }

    /// <summary>What pictures of good parts look like.</summary>
    /// <param name="pictures">Which of them.</param>
    /// <param name="most">Most patches to keep.</param>
    /// <param name="chosen">Told how many patches are chosen, now and then.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The bank, and the largest distance of a taught patch to it.</returns>
    public (PatchBank Bank, double Radius) Remember(IReadOnlyList<int> pictures, int most, Action<int>? chosen, CancellationToken cancellation)
    {
        sbyte[] pool = Gather(pictures);
        (int[] indices, double radius) = CoreSet.Select(pool, features, most, chosen, cancellation);
        sbyte[] kept = new sbyte[indices.Length * features];
        for (int i = 0; i < indices.Length; i++)
            pool.AsSpan(indices[i] * features, features).CopyTo(kept.AsSpan(i * features));
        (float[] mean, float[] inverse) = Statistics(pictures);
        return (new PatchBank(kept, mean, inverse), radius);
    }

    /// <summary>The patches of some pictures one after another; of very many pictures, every n-th patch, beginning elsewhere in each.</summary>
    private sbyte[] Gather(IReadOnlyList<int> pictures)
    {
        long all = pictures.Sum(picture => (long)_pictures[picture].Length);
        int step = (int)((all + MostBytes - 1) / MostBytes);
        int[] counts = [.. pictures.Select((picture, order) => ((_pictures[picture].Length / features) - (order % step) + step - 1) / step)];
        sbyte[] pool = new sbyte[(long)counts.Sum() * features];
        int at = 0;
        for (int order = 0; order < pictures.Count; order++)
        {
            ReadOnlySpan<sbyte> patches = _pictures[pictures[order]];
            for (int i = order % step; i < patches.Length / features; i += step, at += features)
                patches.Slice(i * features, features).CopyTo(pool.AsSpan(at));
        }

        return pool;
    }

    private (float[] Mean, float[] Inverse) Statistics(IReadOnlyList<int> pictures)
    {
        double count = pictures.Sum(picture => (double)_pictures[picture].Length / features);
        double[] mean = [.. Enumerable.Range(0, features).Select(k => pictures.Sum(picture => _moments[picture].Sums[k]) / count)];
        double[] variance = [.. Enumerable.Range(0, features).Select(k => Math.Max(0, (pictures.Sum(picture => _moments[picture].Squares[k]) / count) - (mean[k] * mean[k])))];
        // Rounding to bytes alone gives a twelfth.
        double floor = Math.Max(1.0 / 12, Shrinkage * variance.Average());
        return ([.. mean.Select(value => (float)value)], [.. variance.Select(value => (float)(1 / Math.Sqrt(value + floor)))]);
    }
}
