using System.Numerics;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// Finds the few most likely poses on the coarsest level by correlation at every shift, turn and scale of a <see cref="CoarseRange"/>.
/// Several, since what looks alike in 96 pixels may be told apart in more. One thread at a time.
/// </summary>
internal sealed unsafe class CoarseSearch
{
    /// <summary>Most poses that are told.</summary>
    public const int Most = 5;

    private readonly CoarseRange _range;
    private readonly Plane _level;
    private readonly int _stride;
    private readonly float[] _turned;
    private readonly double[] _sum;
    private readonly double[] _squares;
    private readonly float[] _scores;
    private readonly Candidate[] _best = new Candidate[Most];
    private int _count;

    public CoarseSearch(CoarseRange range, Plane level)
    {
        _range = range;
        _level = level;
        // Behind each row there is room for the last vector of a window at the right edge.
        _stride = level.Width + Vector<float>.Count;
        _turned = new float[(_stride * level.Height) + Vector<float>.Count];
        _sum = new double[(level.Width + 1) * (level.Height + 1)];
        _squares = new double[(level.Width + 1) * (level.Height + 1)];
        _scores = new float[((2 * range.MarginX) + 1) * ((2 * range.MarginY) + 1)];
    }

    /// <summary>Looks for <paramref name="template"/> in the picture's coarsest level.</summary>
    /// <param name="template">Of the same range.</param>
    /// <param name="level">Which level the coarsest is.</param>
    /// <param name="into">Receives up to <see cref="Most"/> poses, in pixels of the finest level, best first.</param>
    /// <returns>How many.</returns>
    public int Find(CoarseTemplate template, int level, Span<Pose> into)
    {
        _count = 0;
        for (int turn = -_range.Turns; turn <= _range.Turns; turn++)
        {
            for (int scale = -_range.Scales; scale <= _range.Scales; scale++)
            {
                double factor = 1 + (scale * _range.Step);
                (double sin, double cos) = Math.SinCos(turn * _range.Step);
                Turn(cos * factor, sin * factor);
                Correlate(template);
                KeepPeaks(turn, scale);
            }
        }

        for (int i = 0; i < _count; i++)
            into[i] = PoseOf(_best[i], 1 << level);
        return _count;
    }

    private Pose PoseOf(in Candidate candidate, double unit)
    {
        double factor = 1 + (candidate.Scale * _range.Step);
        (double sin, double cos) = Math.SinCos(candidate.Turn * _range.Step);
        (cos, sin) = (cos * factor, sin * factor);
        // The shift was found in the turned picture; in the picture itself it is turned as well.
        return Pose.Identity with
        {
            Cos = cos,
            Sin = sin,
            X = ((cos * candidate.X) - (sin * candidate.Y)) * unit,
            Y = ((sin * candidate.X) + (cos * candidate.Y)) * unit,
        };
    }

    /// <summary>The picture's level as the template would have it, its edges continued outwards, with the sums that correlation needs.</summary>
    private void Turn(double cos, double sin)
    {
        int width = _level.Width, height = _level.Height;
        float centerX = width * 0.5f, centerY = height * 0.5f, right = width - 1.001f, bottom = height - 1.001f;
        for (int y = 0; y < height; y++)
        {
            double sum = 0, squares = 0;
            float v = y + 0.5f - centerY;
            for (int x = 0; x < width; x++)
            {
                float u = x + 0.5f - centerX;
                float sx = Math.Clamp(centerX - 0.5f + (float)((cos * u) - (sin * v)), 0, right);
                float sy = Math.Clamp(centerY - 0.5f + (float)((sin * u) + (cos * v)), 0, bottom);
                int column = (int)sx, row = (int)sy;
                byte* at = _level.Row(row) + column;
                float fx = sx - column, top = at[0] + (fx * (at[1] - at[0])), low = at[_level.Stride] + (fx * (at[_level.Stride + 1] - at[_level.Stride]));
                float value = top + ((sy - row) * (low - top));
                _turned[(y * _stride) + x] = value;
                sum += value;
                squares += value * value;
                int corner = ((y + 1) * (width + 1)) + x + 1;
                _sum[corner] = _sum[corner - width - 1] + sum;
                _squares[corner] = _squares[corner - width - 1] + squares;
            }
        }
    }

    private void Correlate(CoarseTemplate template)
    {
        int columns = (2 * _range.MarginX) + 1, rows = (2 * _range.MarginY) + 1;
        double pixels = (double)_range.Width * _range.Height;
        for (int dy = 0; dy < rows; dy++)
        {
            for (int dx = 0; dx < columns; dx++)
            {
                double sum = Window(_sum, dx, dy), variance = Window(_squares, dx, dy) - (sum * sum / pixels);
                double scale = variance * template.Energy;
                _scores[(dy * columns) + dx] = scale > 1 ? (float)(Product(template, dx, dy) / Math.Sqrt(scale)) : 0;
            }
        }
    }

    private double Window(double[] sums, int x, int y)
    {
        int stride = _level.Width + 1, top = y * stride, bottom = (y + _range.Height) * stride;
        return sums[bottom + x + _range.Width] - sums[bottom + x] - sums[top + x + _range.Width] + sums[top + x];
    }

    private double Product(CoarseTemplate template, int dx, int dy)
    {
        Vector<float> total = Vector<float>.Zero;
        fixed (float* turned = _turned, values = template.Values)
        {
            for (int y = 0; y < _range.Height; y++)
            {
                float* row = turned + ((y + dy) * _stride) + dx, with = values + (y * _range.Stride);
                for (int x = 0; x < _range.Stride; x += Vector<float>.Count)
                    total += Vector.Load(row + x) * Vector.Load(with + x);
            }
        }

        return Vector.Sum(total);
    }

    /// <summary>Keeps the shifts that no neighbour beats.</summary>
    private void KeepPeaks(int turn, int scale)
    {
        int columns = (2 * _range.MarginX) + 1, rows = (2 * _range.MarginY) + 1;
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                float score = _scores[(y * columns) + x];
                if ((_count < Most || score > _best[_count - 1].Score) && IsPeak(x, y, score, columns, rows))
                    Keep(new Candidate(score, turn, scale, x - _range.MarginX, y - _range.MarginY));
            }
        }
    }

    private bool IsPeak(int x, int y, float score, int columns, int rows)
    {
        for (int v = Math.Max(0, y - 1); v <= Math.Min(rows - 1, y + 1); v++)
        {
            for (int u = Math.Max(0, x - 1); u <= Math.Min(columns - 1, x + 1); u++)
            {
                if (_scores[(v * columns) + u] > score)
                    return false;
            }
        }

        return true;
    }

    private void Keep(in Candidate candidate)
    {
        for (int i = 0; i < _count; i++)
        {
            if (!_best[i].IsNear(candidate))
                continue;
            if (_best[i].Score >= candidate.Score)
                return;
            // The weaker neighbour makes room.
            Array.Copy(_best, i + 1, _best, i, _count - i - 1);
            _count--;
            break;
        }

        int at = _count;
        while (at > 0 && _best[at - 1].Score < candidate.Score)
            at--;
        if (at >= Most)
            return;
        int moved = Math.Min(_count, Most - 1) - at;
        Array.Copy(_best, at, _best, at + 1, moved);
        _best[at] = candidate;
        _count = Math.Min(Most, _count + 1);
    }

    private readonly record struct Candidate(float Score, int Turn, int Scale, int X, int Y)
    {
        public bool IsNear(in Candidate other) =>
            Math.Abs(Turn - other.Turn) <= 1 && Math.Abs(Scale - other.Scale) <= 1 && Math.Abs(X - other.X) <= 1 && Math.Abs(Y - other.Y) <= 1;
    }
}
