using System.Numerics;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>Joins pixels that differ into regions, in one pass over the rows. One thread at a time.</summary>
internal sealed unsafe class DifferenceRegions
{
    /// <summary>Most regions that are told apart; what comes after goes into the last.</summary>
    private const int Most = 16384;

    private readonly int[] _parent = new int[Most];
    private readonly Region[] _regions = new Region[Most];
    private Run[] _above;
    private Run[] _row;
    private int _count;

    public DifferenceRegions(int width)
    {
        _above = new Run[(width / 2) + 1];
        _row = new Run[(width / 2) + 1];
    }

    /// <summary>How many numbers were given out; a region is one that <see cref="IsRoot"/>.</summary>
    public int Count => _count;

    public ref readonly Region this[int index] => ref _regions[index];

    /// <summary>Whether the region of that number was not joined to another.</summary>
    public bool IsRoot(int index) => _parent[index] == index;

    /// <summary>Finds the regions.</summary>
    /// <param name="differences">By how much each pixel differs.</param>
    /// <param name="near">The same, with the strongest of each pixel's surroundings: pixels that meet here are of one region.</param>
    /// <param name="picture">The picture over the template.</param>
    /// <param name="template">The template.</param>
    /// <param name="threshold">Differences above count.</param>
    public void Find(Plane differences, Plane near, Plane picture, Plane template, byte threshold)
    {
        _count = 0;
        int above = 0;
        for (int y = 0; y < near.Height; y++)
        {
            int runs = FindRuns(near.Row(y), near.Width, threshold);
            Join(runs, above);
            for (int i = 0; i < runs; i++)
                Measure(_row[i], differences.Row(y), picture.Row(y), template.Row(y), y, threshold);
            above = runs;
            (_above, _row) = (_row, _above);
        }

        for (int i = 0; i < _count; i++)
        {
            int root = Root(i);
            if (root != i)
                _regions[root].Add(_regions[i]);
        }
    }

    private int FindRuns(byte* row, int width, byte threshold)
    {
        int runs = 0, x = 0;
        Vector<byte> limit = new(threshold);
        while (x < width)
        {
            if (x + Vector<byte>.Count <= width && !Vector.GreaterThanAny(Vector.Load(row + x), limit))
            {
                x += Vector<byte>.Count;
                continue;
            }

            int end = Math.Min(width, x + Vector<byte>.Count);
            while (x < end && row[x] <= threshold)
                x++;
            if (x == end)
                continue;
            int start = x;
            while (x < width && row[x] > threshold)
                x++;
            _row[runs++] = new Run(start, x, -1);
        }

        return runs;
    }

    private void Join(int runs, int above)
    {
        int first = 0;
        for (int i = 0; i < runs; i++)
        {
            ref Run run = ref _row[i];
            // Corners count as meeting.
            while (first < above && _above[first].End < run.Start)
                first++;
            for (int k = first; k < above && _above[k].Start <= run.End; k++)
            {
                int root = Root(_above[k].Label);
                run.Label = run.Label < 0 ? root : Unite(run.Label, root);
            }

            if (run.Label < 0)
                run.Label = Add();
        }
    }

    private int Add()
    {
        if (_count == Most)
            return Root(Most - 1);
        _parent[_count] = _count;
        _regions[_count] = Region.None;
        return _count++;
    }

    private int Unite(int a, int b)
    {
        (a, b) = (Root(a), Root(b));
        (int low, int high) = a < b ? (a, b) : (b, a);
        return _parent[high] = low;
    }

    private int Root(int label)
    {
        while (_parent[label] != label)
            label = _parent[label] = _parent[_parent[label]];
        return label;
    }

    private void Measure(in Run run, byte* differences, byte* picture, byte* template, int y, byte threshold)
    {
        ref Region region = ref _regions[run.Label];
        for (int x = run.Start; x < run.End; x++)
        {
            if (differences[x] > threshold)
                region.Add(x, y, differences[x], picture[x] > template[x]);
        }
    }

    /// <summary>Pixels that differ and belong together, in pixels of the template.</summary>
    internal struct Region
    {
        public static Region None => new() { Left = int.MaxValue, Top = int.MaxValue, Right = -1, Bottom = -1 };

        public int Left { get; private set; }

        public int Top { get; private set; }

        /// <summary>Exclusive.</summary>
        public int Right { get; private set; }

        /// <summary>Exclusive.</summary>
        public int Bottom { get; private set; }

        public int Area { get; private set; }

        public int Brighter { get; private set; }

        /// <summary>Sum of the differences, in grey levels.</summary>
        public long Mass { get; private set; }

        public void Add(int x, int y, int difference, bool isBrighter)
        {
            Left = Math.Min(Left, x);
            Right = Math.Max(Right, x + 1);
            Top = Math.Min(Top, y);
            Bottom = Math.Max(Bottom, y + 1);
            Area++;
            Brighter += isBrighter ? 1 : 0;
            Mass += difference;
        }

        public void Add(in Region other)
        {
            Left = Math.Min(Left, other.Left);
            Right = Math.Max(Right, other.Right);
            Top = Math.Min(Top, other.Top);
            Bottom = Math.Max(Bottom, other.Bottom);
            Area += other.Area;
            Brighter += other.Brighter;
            Mass += other.Mass;
        }
    }

    private record struct Run(int Start, int End, int Label);
}
