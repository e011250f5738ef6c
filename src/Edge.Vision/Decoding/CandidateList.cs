namespace Edge.Vision.Decoding;

/// <summary>
/// The strongest candidates of one frame, at most a set number of them: when it is full, a stronger one takes the place of the weakest.
/// Allocates only when constructed. Candidates that are not numbers, or have no area, never get in.
/// </summary>
internal sealed class CandidateList
{
    private readonly Candidate[] _items;
    private bool _isHeap;

    /// <summary>Room for <paramref name="capacity"/> candidates.</summary>
    public CandidateList(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _items = new Candidate[capacity];
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Most that there can be.</summary>
    public int Capacity => _items.Length;

    /// <summary>The candidates, in no order.</summary>
    public ReadOnlySpan<Candidate> Items => _items.AsSpan(0, Count);

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        _isHeap = false;
    }

    /// <summary>Takes <paramref name="candidate"/>, if it is strong enough.</summary>
    public void Add(in Candidate candidate)
    {
        // One comparison with a number that is not one is false, so this refuses NaN as well.
        if (!(candidate.Right > candidate.Left && candidate.Bottom > candidate.Top && float.IsFinite(candidate.Area) && float.IsFinite(candidate.Score)))
            return;
        if (Count < _items.Length)
        {
            _items[Count++] = candidate;
            return;
        }

        if (!_isHeap)
        {
            for (int parent = (Count / 2) - 1; parent >= 0; parent--)
                SiftDown(parent);
            _isHeap = true;
        }

        if (candidate.Score <= _items[0].Score)
            return;
        _items[0] = candidate;
        SiftDown(0);
    }

    /// <summary>Takes one box once for each class whose score times <paramref name="factor"/> is at least <paramref name="threshold"/>.</summary>
    public unsafe void AddAll(in Candidate box, float* scores, int classes, float factor, float threshold, int step = 1)
    {
        for (int classId = 0; classId < classes; classId++)
        {
            float score = scores[(nint)classId * step] * factor;
            if (score >= threshold)
                Add(box with { Score = score, ClassId = classId });
        }
    }

    private void SiftDown(int parent)
    {
        while (true)
        {
            int child = (parent * 2) + 1;
            if (child >= Count)
                return;
            if (child + 1 < Count && _items[child + 1].Score < _items[child].Score)
                child++;
            if (_items[parent].Score <= _items[child].Score)
                return;
            (_items[parent], _items[child]) = (_items[child], _items[parent]);
            parent = child;
        }
    }
}
