namespace Edge.Domain.Inspection.Line;

/// <summary>The slots of a line in order of their triggers; room for a fixed number.</summary>
internal sealed class SlotRing(int capacity)
{
    private readonly PartSlot[] _slots = new PartSlot[capacity];
    private int _first;

    public int Count { get; private set; }

    public bool IsFull => Count == _slots.Length;

    /// <summary>A slot; 0 is the oldest.</summary>
    public ref PartSlot this[int index] => ref _slots[(_first + index) % _slots.Length];

    public void Add(in PartSlot slot)
    {
        this[Count] = slot;
        Count++;
    }

    public void RemoveFirst()
    {
        _first = (_first + 1) % _slots.Length;
        Count--;
    }

    public int Find(long part)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i].Part == part && !this[i].IsExtra)
                return i;
        }

        return -1;
    }
}
