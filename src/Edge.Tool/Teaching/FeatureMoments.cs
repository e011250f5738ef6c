using System.Numerics;

namespace Edge.Tool.Teaching;

/// <summary>Mean and covariance of features, gathered picture by picture. Not thread safe.</summary>
internal sealed class FeatureMoments(int features)
{
    private readonly double[] _sums = new double[features];
    private readonly double[,] _products = new double[features, features];
    private long _count;

    /// <summary>Features of a patch.</summary>
    public int Features => features;

    /// <summary>Adds the patches of a picture, every <paramref name="step"/>-th of them.</summary>
    /// <param name="planes">One plane for each feature.</param>
    /// <param name="step">1 for all.</param>
    public void Add(ReadOnlySpan<float> planes, int step)
    {
        int patches = planes.Length / features, taken = (patches + step - 1) / step;
        float[] thin = new float[features * taken];
        for (int feature = 0; feature < features; feature++)
        {
            for (int i = 0; i < taken; i++)
                thin[(feature * taken) + i] = planes[(feature * patches) + (i * step)];
        }

        for (int one = 0; one < features; one++)
        {
            ReadOnlySpan<float> first = thin.AsSpan(one * taken, taken);
            double sum = 0;
            foreach (float value in first)
                sum += value;
            _sums[one] += sum;
            for (int other = one; other < features; other++)
                _products[one, other] += Dot(first, thin.AsSpan(other * taken, taken));
        }

        _count += taken;
    }

    /// <summary>The mean of each feature.</summary>
    public float[] Mean() => [.. _sums.Select(sum => (float)(sum / _count))];

    /// <summary>The covariance of each two features.</summary>
    public double[,] Covariance()
    {
        double[,] covariance = new double[features, features];
        for (int one = 0; one < features; one++)
        {
            for (int other = one; other < features; other++)
                covariance[one, other] = covariance[other, one] = (_products[one, other] / _count) - (_sums[one] / _count * (_sums[other] / _count));
        }

        return covariance;
    }

    private static float Dot(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= one.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += new Vector<float>(one[i..]) * new Vector<float>(other[i..]);
        float sum = Vector.Sum(sums);
        for (; i < one.Length; i++)
            sum += one[i] * other[i];
        return sum;
    }
}
