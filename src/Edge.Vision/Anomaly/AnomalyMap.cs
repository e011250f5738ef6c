using Edge.Domain.Geometry;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Anomaly;

/// <summary>
/// How far each patch of a picture is from good parts, in units of the threshold. Give the same map each time: it grows to what is needed
/// once. Not thread safe.
/// </summary>
public sealed class AnomalyMap
{
    private float[] _scores = [];
    private int[] _labels = [];
    private int[] _stack = [];
    private Letterbox _place;
    private SizePx _input;

    /// <summary>Patches in a row.</summary>
    public int Columns { get; private set; }

    /// <summary>Rows of patches.</summary>
    public int Rows { get; private set; }

    /// <summary>Size of the frame that was judged, in pixels.</summary>
    public SizePx Frame => _place.Frame;

    /// <summary>Scores of the patches, row after row: 0 is what was taught, 1 is at the threshold. Patches that lie wholly in padding have 0.</summary>
    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, Columns * Rows);

    /// <summary>The strongest patch: the score of the picture.</summary>
    public float Score { get; private set; }

    /// <summary>Whether the picture is not that of a good part.</summary>
    public bool IsAnomalous => Score > 1;

    /// <summary>Columns of the frame from one patch to the next, in pixels.</summary>
    public float StrideX => (float)_input.Width / Columns * Frame.Width / _place.Width;

    /// <summary>Rows of the frame from one patch to the next, in pixels.</summary>
    public float StrideY => (float)_input.Height / Rows * Frame.Height / _place.Height;

    /// <summary>Left edge of the first column of patches, in pixels of the frame; 0 or less.</summary>
    public float Left => -(float)_place.Left * Frame.Width / _place.Width;

    /// <summary>Top edge of the first row of patches, in pixels of the frame; 0 or less.</summary>
    public float Top => -(float)_place.Top * Frame.Height / _place.Height;

    /// <summary>The score of a patch.</summary>
    public float this[int column, int row] => _scores[(row * Columns) + column];

    /// <summary>A map of scores that were computed elsewhere.</summary>
    /// <param name="frame">Size of the picture, in pixels; the patches cover all of it.</param>
    /// <param name="columns">Patches in a row.</param>
    /// <param name="rows">Rows of patches.</param>
    /// <param name="scores">Row after row, in units of the threshold.</param>
    public static AnomalyMap Of(SizePx frame, int columns, int rows, ReadOnlySpan<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, columns * rows);
        AnomalyMap map = new();
        scores.CopyTo(map.Begin(columns, rows, frame, Letterbox.Fit(frame, frame, InputFit.Stretch)));
        map.End();
        return map;
    }

    /// <summary>
    /// The regions past the threshold: patches that touch, also by a corner, are one region.
    /// </summary>
    /// <param name="into">Emptied, then filled, strongest first. Give the same list each time.</param>
    public void FindRegions(List<AnomalyRegion> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        into.Clear();
        int count = Columns * Rows;
        if (_labels.Length < count)
            (_labels, _stack) = (new int[count], new int[count]);
        _labels.AsSpan(0, count).Clear();
        for (int seed = 0; seed < count; seed++)
        {
            if (_scores[seed] > 1 && _labels[seed] == 0)
                Insert(into, Grow(seed));
        }
    }

    /// <summary>Prepares for the scores of a picture.</summary>
    internal Span<float> Begin(int columns, int rows, SizePx input, in Letterbox place)
    {
        Columns = columns;
        Rows = rows;
        _input = input;
        _place = place;
        if (_scores.Length < columns * rows)
            _scores = new float[columns * rows];
        return _scores.AsSpan(0, columns * rows);
    }

    /// <summary>Blanks what shows padding only, and finds the strongest patch.</summary>
    internal void End()
    {
        float strongest = 0;
        float columnPx = (float)_input.Width / Columns, rowPx = (float)_input.Height / Rows;
        for (int row = 0; row < Rows; row++)
        {
            bool isInside = (row + 1) * rowPx > _place.Top && row * rowPx < _place.Top + _place.Height;
            for (int column = 0; column < Columns; column++)
            {
                ref float score = ref _scores[(row * Columns) + column];
                if (!isInside || (column + 1) * columnPx <= _place.Left || column * columnPx >= _place.Left + _place.Width)
                    score = 0;
                strongest = Math.Max(strongest, score);
            }
        }

        Score = strongest;
    }

    private static void Insert(List<AnomalyRegion> into, AnomalyRegion region)
    {
        int at = into.Count;
        while (at > 0 && into[at - 1].Score < region.Score)
            at--;
        into.Insert(at, region);
    }

    private AnomalyRegion Grow(int seed)
    {
        int depth = 0, left = Columns, top = Rows, right = 0, bottom = 0;
        float strongest = 0;
        _labels[seed] = 1;
        _stack[depth++] = seed;
        while (depth > 0)
        {
            int patch = _stack[--depth], column = patch % Columns, row = patch / Columns;
            strongest = Math.Max(strongest, _scores[patch]);
            (left, right) = (Math.Min(left, column), Math.Max(right, column + 1));
            (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row + 1));
            for (int y = Math.Max(row - 1, 0); y <= Math.Min(row + 1, Rows - 1); y++)
            {
                for (int x = Math.Max(column - 1, 0); x <= Math.Min(column + 1, Columns - 1); x++)
                {
                    int next = (y * Columns) + x;
                    if (_labels[next] != 0 || !(_scores[next] > 1))
                        continue;
                    _labels[next] = 1;
                    _stack[depth++] = next;
                }
            }
        }

        float columnPx = (float)_input.Width / Columns, rowPx = (float)_input.Height / Rows;
        return new AnomalyRegion(_place.ToFrame(left * columnPx, top * rowPx, right * columnPx, bottom * rowPx), strongest);
    }
}
