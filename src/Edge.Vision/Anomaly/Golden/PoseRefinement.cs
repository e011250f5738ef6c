using System.Numerics;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// Improves a pose on one level until it stands still: least squares over the template's points, for place and light together,
/// points that fit badly (defects) weighing little. One thread at a time.
/// </summary>
internal sealed unsafe class PoseRefinement
{
    private const int Unknowns = 6;
    private const int LeastPoints = 24;
    private readonly float[] _sample = new float[AlignmentPoints.Capacity];
    private readonly float[] _error = new float[AlignmentPoints.Capacity];
    private readonly int[] _histogram = new int[256];
    private readonly double[] _normal = new double[Unknowns * Unknowns];
    private readonly double[] _right = new double[Unknowns];

    /// <summary>Improves <paramref name="pose"/>.</summary>
    /// <param name="picture">A level of the picture.</param>
    /// <param name="points">The template's points of that level.</param>
    /// <param name="level">Which level it is.</param>
    /// <param name="pose">In pixels of the finest level.</param>
    /// <param name="iterations">Most steps.</param>
    /// <param name="still">A step that moves the corners by less ends it, in pixels of the level.</param>
    /// <returns>Whether there was something to hold on to.</returns>
    public bool Refine(Plane picture, AlignmentPoints points, int level, ref Pose pose, int iterations, double still)
    {
        if (points.Count < LeastPoints)
            return false;
        for (int i = 0; i < iterations; i++)
        {
            int inside = Sample(picture, points, level, pose);
            if (inside < LeastPoints)
                return false;
            float spread = 1.4826f * Median(inside);
            Accumulate(points, (2.5f * spread) + 3);
            PullUpright(pose, points.Radius);
            if (!Solve())
                return false;
            double unit = 1 << level;
            pose = pose.WithoutStep(_right[0] / points.Radius, _right[1] / points.Radius, _right[2] * unit, _right[3] * unit) with
            {
                Gain = Math.Clamp(pose.Gain + (_right[4] / 128), 0.1, 10),
                Bias = pose.Bias + _right[5],
            };
            if (Math.Abs(_right[0]) + Math.Abs(_right[1]) + Math.Abs(_right[2]) + Math.Abs(_right[3]) < still)
                break;
        }

        return double.IsFinite(pose.Cos) && double.IsFinite(pose.X) && double.IsFinite(pose.Y) && pose.Scale is > 0.5 and < 2;
    }

    /// <summary>Brightness of the picture at each point, and by how much it is off; points outside get a sample below 0.</summary>
    private int Sample(Plane picture, AlignmentPoints points, int level, in Pose pose)
    {
        float unit = 1f / (1 << level), cos = (float)pose.Cos, sin = (float)pose.Sin, gain = (float)pose.Gain, bias = (float)pose.Bias;
        float originX = (picture.Width * 0.5f) + ((float)pose.X * unit) - 0.5f, originY = (picture.Height * 0.5f) + ((float)pose.Y * unit) - 0.5f;
        float right = picture.Width - 1.001f, bottom = picture.Height - 1.001f;
        int stride = picture.Stride, count = points.Count, inside = 0;
        Array.Clear(_histogram);
        fixed (float* xs = points.X, ys = points.Y, values = points.Value, sample = _sample, error = _error)
        fixed (int* histogram = _histogram)
        {
            for (int i = 0; i < count; i++)
            {
                float x = originX + (cos * xs[i]) - (sin * ys[i]), y = originY + (sin * xs[i]) + (cos * ys[i]);
                if (!(x >= 0 && x < right && y >= 0 && y < bottom))
                {
                    sample[i] = -1;
                    error[i] = 0;
                    continue;
                }

                int column = (int)x, row = (int)y;
                float fx = x - column, fy = y - row;
                byte* at = picture.Data + ((nint)row * stride) + column;
                float top = at[0] + (fx * (at[1] - at[0])), low = at[stride] + (fx * (at[stride + 1] - at[stride]));
                float value = top + (fy * (low - top)), e = (gain * value) + bias - values[i];
                sample[i] = value;
                error[i] = e;
                histogram[Math.Min(255, (int)Math.Abs(e))]++;
                inside++;
            }

            for (int i = count; i < count + Vector<float>.Count; i++)
                (sample[i], error[i]) = (-1, 0);
        }

        return inside;
    }

    private float Median(int total)
    {
        int passed = 0;
        for (int i = 0; i < _histogram.Length; i++)
        {
            if (_histogram[i] > 0 && (passed + _histogram[i]) * 2 >= total)
                return i + ((total * 0.5f) - passed) / _histogram[i];
            passed += _histogram[i];
        }

        return 255;
    }

    /// <summary>Normal equations of error + row * step = 0, each point weighted by 1 / (1 + (error / scale)^2)^2 (Geman and McClure).</summary>
    private void Accumulate(AlignmentPoints points, float scale)
    {
        Span<Vector<float>> sums = stackalloc Vector<float>[27];
        Span<Vector<float>> row = stackalloc Vector<float>[Unknowns];
        sums.Clear();
        Vector<float> one = Vector<float>.One, inverse = new(1 / (scale * scale));
        for (int i = 0; i < points.Count; i += Vector<float>.Count)
        {
            Vector<float> sample = new(_sample, i), error = new(_error, i);
            Vector<float> weight = one / (one + (error * error * inverse));
            weight = Vector.ConditionalSelect(Vector.LessThan(sample, Vector<float>.Zero), Vector<float>.Zero, weight * weight);
            row[0] = -new Vector<float>(points.ByScale, i);
            row[1] = -new Vector<float>(points.ByTurn, i);
            row[2] = -new Vector<float>(points.ByX, i);
            row[3] = -new Vector<float>(points.ByY, i);
            row[4] = sample * new Vector<float>(1 / 128f);
            row[5] = one;
            int at = 0;
            for (int r = 0; r < Unknowns; r++)
            {
                Vector<float> weighted = row[r] * weight;
                for (int c = r; c < Unknowns; c++)
                    sums[at++] += weighted * row[c];
                sums[21 + r] += weighted * error;
            }
        }

        Fill(sums);
    }

    private void Fill(ReadOnlySpan<Vector<float>> sums)
    {
        int at = 0;
        for (int r = 0; r < Unknowns; r++)
        {
            for (int c = r; c < Unknowns; c++)
                _normal[(r * Unknowns) + c] = _normal[(c * Unknowns) + r] = Vector.Sum(sums[at++]);
            _right[r] = -Vector.Sum(sums[21 + r]);
        }

        // Directions that the picture says nothing about (along stripes) are held; light is, weakly, where the picture is flat.
        double geometry = (_normal[0] + _normal[7] + _normal[14] + _normal[21]) * 0.25;
        for (int i = 0; i < 4; i++)
            _normal[(i * Unknowns) + i] += (geometry * 1e-3) + 1e-6;
        _normal[28] += (_normal[35] * 1e-4) + 1e-6;
        _normal[35] += (_normal[35] * 1e-4) + 1e-6;
    }

    /// <summary>
    /// A weak wish for no turn and no change of size: it decides where the picture does not, as with a single pad, and moves
    /// a well-held picture's corners by less than a hundredth of a pixel.
    /// </summary>
    private void PullUpright(in Pose pose, double radius)
    {
        double pull = (_normal[0] + _normal[7] + _normal[14] + _normal[21]) * 0.25 * 3e-4;
        _normal[0] += pull;
        _normal[7] += pull;
        _right[0] += pull * radius * (pose.Cos - 1);
        _right[1] += pull * radius * pose.Sin;
    }

    /// <summary>Cholesky's way, in place; the step is left in the right side.</summary>
    private bool Solve()
    {
        for (int c = 0; c < Unknowns; c++)
        {
            for (int r = c; r < Unknowns; r++)
            {
                double sum = _normal[(r * Unknowns) + c];
                for (int k = 0; k < c; k++)
                    sum -= _normal[(r * Unknowns) + k] * _normal[(c * Unknowns) + k];
                if (r > c)
                    _normal[(r * Unknowns) + c] = sum / _normal[(c * Unknowns) + c];
                else if (sum > 0)
                    _normal[(c * Unknowns) + c] = Math.Sqrt(sum);
                else
                    return false;
            }
        }

        for (int r = 0; r < Unknowns; r++)
        {
            for (int k = 0; k < r; k++)
                _right[r] -= _normal[(r * Unknowns) + k] * _right[k];
            _right[r] /= _normal[(r * Unknowns) + r];
        }

        for (int r = Unknowns - 1; r >= 0; r--)
        {
            for (int k = r + 1; k < Unknowns; k++)
                _right[r] -= _normal[(k * Unknowns) + r] * _right[k];
            _right[r] /= _normal[(r * Unknowns) + r];
        }

        return true;
    }
}
