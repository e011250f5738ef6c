using System.Numerics;
using System.Runtime.Intrinsics;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>
/// How brightness in the picture translates into the template's, from place to place: a gain and a bias on a coarse grid, fitted by robust least squares
/// and bent away from the whole picture's no farther than a limit, so that a large defect is not taken for light. One thread at a time.
/// </summary>
internal sealed unsafe class LightField
{
    private const int Cells = 8;
    private const int LeastCellPx = 32;
    private const int Rounds = 2;
    private readonly int _columns;
    private readonly int _rows;
    private readonly double _cellX;
    private readonly double _cellY;
    private readonly int _step;
    private readonly Node[] _nodes;
    private readonly Sums[] _sums;
    private readonly float[] _gain;
    private readonly float[] _bias;

    public LightField(int width, int height)
    {
        double side = Math.Max(LeastCellPx, (double)Math.Max(width, height) / Cells);
        _columns = Math.Max(1, (int)Math.Round(width / side)) + 1;
        _rows = Math.Max(1, (int)Math.Round(height / side)) + 1;
        _cellX = (double)width / (_columns - 1);
        _cellY = (double)height / (_rows - 1);
        _step = Math.Max(2, Math.Max(width, height) / 128);
        _nodes = new Node[_columns * _rows];
        _sums = new Sums[_columns * _rows];
        _gain = new float[width + 16];
        _bias = new float[width + 16];
    }

    /// <summary>Fits the field.</summary>
    /// <param name="picture">Laid over the template.</param>
    /// <param name="inside">The stretch of each row that is to be used.</param>
    /// <param name="template">Its finest level, and its darkest and brightest levels.</param>
    /// <param name="limit">Farthest from the whole picture's gain and bias, in grey levels of the template.</param>
    public void Fit(Plane picture, ReadOnlySpan<RowSpan> inside, GoldenTemplate template, double limit)
    {
        Node whole = FitWhole(picture, inside, template);
        // Ends of the picture's range that stand for the template's.
        double low = (template.Low - whole.Bias) / whole.Gain, high = (template.High - whole.Bias) / whole.Gain;
        Array.Fill(_nodes, whole);
        double scale = Math.Max(12, 0.15 * template.Contrast);
        for (int round = 0; round < Rounds; round++)
        {
            Array.Clear(_sums);
            for (int y = _step / 2; y < picture.Height; y += _step)
                AddRow(picture.Row(y), template.Levels[0].Row(y), y, inside[y], (float)(1 / (scale * scale)));
            for (int i = 0; i < _nodes.Length; i++)
                _nodes[i] = Solve(_sums[i], whole, template.Contrast, low, high, limit);
        }
    }

    /// <summary>Turns the picture's brightness into the template's, in place.</summary>
    public void Apply(Plane picture, ReadOnlySpan<RowSpan> inside)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            RowSpan span = inside[y];
            if (span.Length == 0)
                continue;
            FillRow(y);
            ApplyRow(picture.Row(y), span);
        }
    }

    /// <summary>
    /// One gain and bias for all: the ratio of deviations, since a regression would take every difference for less contrast. Twice, the second time
    /// without what differs much.
    /// </summary>
    private Node FitWhole(Plane picture, ReadOnlySpan<RowSpan> inside, GoldenTemplate template)
    {
        Node node = default;
        for (int round = 0; round < Rounds; round++)
        {
            double count = 0, p = 0, t = 0, pp = 0, tt = 0;
            for (int y = _step / 2; y < picture.Height; y += _step)
            {
                byte* row = picture.Row(y), with = template.Levels[0].Row(y);
                for (int x = inside[y].Start; x < inside[y].End; x += _step)
                {
                    if (round > 0 && Math.Abs((node.Gain * row[x]) + node.Bias - with[x]) * 3 > template.Contrast)
                        continue;
                    count++;
                    p += row[x];
                    t += with[x];
                    pp += row[x] * row[x];
                    tt += with[x] * with[x];
                }
            }

            if (count < 1)
                break;
            double varianceP = (pp / count) - (p / count * (p / count)), varianceT = (tt / count) - (t / count * (t / count));
            double gain = varianceP > 0.25 && varianceT > 0.25 ? Math.Clamp(Math.Sqrt(varianceT / varianceP), 0.1, 10) : 1;
            node = new Node((float)gain, (float)((t - (gain * p)) / count));
        }

        return node;
    }

    private void AddRow(byte* picture, byte* template, int y, RowSpan span, float inverse)
    {
        (int row, float fy) = Cell(y, _cellY, _rows);
        for (int x = (span.Start + _step - 1) / _step * _step; x < span.End; x += _step)
        {
            (int column, float fx) = Cell(x, _cellX, _columns);
            int at = (row * _columns) + column;
            float p = picture[x], t = template[x];
            float wa = (1 - fx) * (1 - fy), wb = fx * (1 - fy), wc = (1 - fx) * fy, wd = fx * fy;
            ref Node a = ref _nodes[at], b = ref _nodes[at + 1], c = ref _nodes[at + _columns], d = ref _nodes[at + _columns + 1];
            float gain = (wa * a.Gain) + (wb * b.Gain) + (wc * c.Gain) + (wd * d.Gain);
            float bias = (wa * a.Bias) + (wb * b.Bias) + (wc * c.Bias) + (wd * d.Bias);
            float error = (gain * p) + bias - t, weight = 1 / (1 + (error * error * inverse));
            weight *= weight;
            _sums[at].Add(wa * weight, p, t);
            _sums[at + 1].Add(wb * weight, p, t);
            _sums[at + _columns].Add(wc * weight, p, t);
            _sums[at + _columns + 1].Add(wd * weight, p, t);
        }
    }

    /// <summary>The node's line through its samples, pulled towards the whole picture's where there are few or all of one brightness.</summary>
    private static Node Solve(in Sums sums, in Node whole, double contrast, double low, double high, double limit)
    {
        const double PriorSamples = 20;
        double gain = whole.Gain, bias = whole.Bias;
        if (sums.Weight > 0)
        {
            double meanP = sums.P / sums.Weight, meanT = sums.T / sums.Weight;
            double variance = Math.Max(0, sums.PP - (sums.Weight * meanP * meanP)), covariance = sums.PT - (sums.Weight * meanP * meanT);
            double pull = (PriorSamples + (0.05 * sums.Weight)) * contrast * contrast / 16 / (whole.Gain * whole.Gain);
            gain = (covariance + (pull * whole.Gain)) / (variance + pull);
            double offset = meanT - (whole.Gain * meanP) - whole.Bias;
            offset *= sums.Weight / (sums.Weight + PriorSamples);
            bias = (whole.Gain * meanP) + whole.Bias + offset - (gain * meanP);
        }

        double atLow = Bounded(whole, gain, bias, low, limit), atHigh = Bounded(whole, gain, bias, high, limit);
        gain = (atHigh - atLow) / (high - low);
        return new Node((float)gain, (float)(atLow - (gain * low)));
    }

    private static double Bounded(in Node whole, double gain, double bias, double at, double limit)
    {
        double expected = (whole.Gain * at) + whole.Bias;
        return expected + Math.Clamp((gain * at) + bias - expected, -limit, limit);
    }

    private static (int Cell, float Fraction) Cell(int at, double side, int nodes)
    {
        double place = (at + 0.5) / side;
        int cell = Math.Min((int)place, nodes - 2);
        return (cell, (float)(place - cell));
    }

    /// <summary>Gain and bias of every pixel of a row.</summary>
    private void FillRow(int y)
    {
        (int row, float fy) = Cell(y, _cellY, _rows);
        int width = _gain.Length - 16;
        for (int column = 0; column < _columns - 1; column++)
        {
            int at = (row * _columns) + column;
            float leftGain = Between(_nodes[at].Gain, _nodes[at + _columns].Gain, fy), rightGain = Between(_nodes[at + 1].Gain, _nodes[at + _columns + 1].Gain, fy);
            float leftBias = Between(_nodes[at].Bias, _nodes[at + _columns].Bias, fy), rightBias = Between(_nodes[at + 1].Bias, _nodes[at + _columns + 1].Bias, fy);
            int start = (int)Math.Ceiling((column * _cellX) - 0.5), end = column == _columns - 2 ? width : Math.Min(width, (int)Math.Ceiling(((column + 1) * _cellX) - 0.5));
            float perPixel = (float)(1 / _cellX), place = (float)((start + 0.5 - (column * _cellX)) * perPixel);
            float gain = leftGain + ((rightGain - leftGain) * place), gainStep = (rightGain - leftGain) * perPixel;
            float bias = leftBias + ((rightBias - leftBias) * place), biasStep = (rightBias - leftBias) * perPixel;
            for (int x = start; x < end; x++, gain += gainStep, bias += biasStep)
                (_gain[x], _bias[x]) = (gain, bias);
        }
    }

    private static float Between(float a, float b, float fraction) => a + ((b - a) * fraction);

    private void ApplyRow(byte* row, RowSpan span)
    {
        fixed (float* gains = _gain, biases = _bias)
        {
            Vector128<float> half = Vector128.Create(0.5f), most = Vector128.Create(255f);
            // Whole vectors; what lies outside the stretch is overwritten later.
            for (int x = span.Start; x < span.End; x += 8)
            {
                Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(row + x)).AsByte());
                Vector128<float> first = Vector128.ConvertToSingle(Vector128.WidenLower(wide).AsInt32()), second = Vector128.ConvertToSingle(Vector128.WidenUpper(wide).AsInt32());
                first = (first * Vector128.Load(gains + x)) + Vector128.Load(biases + x) + half;
                second = (second * Vector128.Load(gains + x + 4)) + Vector128.Load(biases + x + 4) + half;
                Vector128<int> a = Vector128.ConvertToInt32(Vector128.Min(most, Vector128.Max(Vector128<float>.Zero, first)));
                Vector128<int> b = Vector128.ConvertToInt32(Vector128.Min(most, Vector128.Max(Vector128<float>.Zero, second)));
                Vector128<short> narrow = Vector128.Narrow(a, b);
                *(ulong*)(row + x) = Vector128.Narrow(narrow.AsUInt16(), narrow.AsUInt16()).AsUInt64().ToScalar();
            }
        }
    }

    private readonly record struct Node(float Gain, float Bias);

    private struct Sums
    {
        public float Weight;
        public float P;
        public float T;
        public float PP;
        public float PT;

        public void Add(float weight, float p, float t)
        {
            Weight += weight;
            P += weight * p;
            T += weight * t;
            PP += weight * p * p;
            PT += weight * p * t;
        }
    }
}
