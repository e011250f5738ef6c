using System.Runtime.CompilerServices;
using Edge.Vision.Decoding;

namespace Edge.Vision.Suppression;

/// <summary>
/// Greedy non-maximum suppression within each class: strongest first, a box is dropped when it overlaps a kept one of its class
/// by more than the threshold. Allocates only when constructed. Not thread safe.
/// </summary>
internal sealed class ClassAwareSuppression
{
    private readonly ulong[] _order;
    private readonly int[] _kept;
    private readonly int[] _previousOfClass;
    private readonly int[] _lastOfClass;

    /// <summary>For at most <paramref name="candidates"/> candidates of <paramref name="classes"/> classes, of which <paramref name="maximumKept"/> are kept.</summary>
    public ClassAwareSuppression(int candidates, int classes, int maximumKept)
    {
        _order = new ulong[candidates];
        _kept = new int[Math.Min(candidates, maximumKept)];
        _previousOfClass = new int[_kept.Length];
        _lastOfClass = new int[classes];
    }

    /// <summary>Indices of the candidates that stay, strongest first (the earlier one of equals).</summary>
    /// <param name="candidates">Boxes; class ids below the number of classes.</param>
    /// <param name="threshold">Largest allowed overlap (IoU), 0 to 1; 1 keeps all.</param>
    public ReadOnlySpan<int> Suppress(ReadOnlySpan<Candidate> candidates, float threshold)
    {
        Span<ulong> order = _order.AsSpan(0, candidates.Length);
        for (int i = 0; i < candidates.Length; i++)
        {
            // Positive floats sort as their bits do; turned over, the strongest come first.
            uint strength = BitConverter.SingleToUInt32Bits(Math.Max(candidates[i].Score, 0));
            order[i] = ((ulong)~strength << 32) | (uint)i;
        }

        order.Sort();
        Array.Fill(_lastOfClass, -1);
        int kept = 0;
        for (int i = 0; i < order.Length && kept < _kept.Length; i++)
        {
            int index = (int)(uint)order[i];
            ref readonly Candidate candidate = ref candidates[index];
            if (OverlapsKept(candidates, candidate, threshold))
                continue;
            _kept[kept] = index;
            _previousOfClass[kept] = _lastOfClass[candidate.ClassId];
            _lastOfClass[candidate.ClassId] = kept++;
        }

        return _kept.AsSpan(0, kept);
    }

    private bool OverlapsKept(ReadOnlySpan<Candidate> candidates, in Candidate candidate, float threshold)
    {
        for (int k = _lastOfClass[candidate.ClassId]; k >= 0; k = _previousOfClass[k])
        {
            if (Overlap(candidates[_kept[k]], candidate) > threshold)
                return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Overlap(in Candidate a, in Candidate b)
    {
        float width = MathF.Min(a.Right, b.Right) - MathF.Max(a.Left, b.Left);
        float height = MathF.Min(a.Bottom, b.Bottom) - MathF.Max(a.Top, b.Top);
        if (width <= 0 || height <= 0)
            return 0;
        float intersection = width * height;
        return intersection / (a.Area + b.Area - intersection);
    }
}
