using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Edge.Vision.Inference;

namespace Edge.Vision.Anomaly;

/// <summary>
/// The exact distance from patches to the nearest patch of a memory: |q - p|^2 = |q|^2 + |p|^2 - 2 q.p in whole numbers. Sixteen patches of
/// the memory against four queries at a time in registers; pieces of the memory that fit the first cache go past all queries.
/// Allocates only when constructed. Not thread safe.
/// </summary>
public sealed unsafe class PatchSearch : IDisposable
{
    private const int Lanes = 16;
    private const int Queries = 4;
    private const int TileBytes = 16 << 10;

    // More than any sum can be, and far enough from the end of the integers to take a product from.
    private const int Unreachable = 1 << 29;
    private readonly int _features;
    private readonly int _rows;
    private readonly PatchDot _dot;
    private readonly NativeBuffer _patches;
    private readonly NativeBuffer _norms;
    private NativeBuffer _queries = new(64);
    private NativeBuffer _best = new(64);

    /// <summary>Prepares a memory, in the fastest way that this processor has.</summary>
    /// <param name="patches">Patch after patch, a signed byte for each feature, -127 to 127.</param>
    /// <param name="features">Features of a patch, 1 to <see cref="PatchFeatures.MaximumFeatures"/>.</param>
    public PatchSearch(ReadOnlySpan<sbyte> patches, int features)
        : this(patches, features, PatchDot.Fastest)
    {
    }

    internal PatchSearch(ReadOnlySpan<sbyte> patches, int features, PatchDot dot)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features, PatchFeatures.MaximumFeatures);
        if (patches.Length == 0 || patches.Length % features != 0)
            throw new ArgumentException($"{patches.Length} bytes are no patches of {features} features", nameof(patches));
        _features = features;
        _dot = dot;
        StrideBytes = (features + 3) & ~3;
        Units = (features + dot.FeaturesPerUnit - 1) / dot.FeaturesPerUnit;
        int count = patches.Length / features;
        _rows = (count + Lanes - 1) / Lanes * Lanes;
        _patches = new NativeBuffer((long)_rows * Units * sizeof(uint));
        _norms = new NativeBuffer((long)_rows * sizeof(int));
        Fill(patches, count);
    }

    /// <summary>Bytes from one query to the next; what is past the features must be 0.</summary>
    public int StrideBytes { get; }

    internal int Units { get; }

    /// <summary>The squared distance of each query to its nearest patch.</summary>
    /// <param name="queries">Rows of <see cref="StrideBytes"/> bytes, zero past the features.</param>
    /// <param name="count">How many.</param>
    /// <param name="into">As many numbers.</param>
    public void Squared(sbyte* queries, int count, Span<int> into)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(into.Length, count);
        int padded = (count + Queries - 1) / Queries * Queries;
        Grow(ref _queries, (long)padded * Units * sizeof(uint));
        Grow(ref _best, (long)padded * sizeof(int));
        int* best = (int*)_best.Address;
        new Span<int>(best, padded).Fill(int.MaxValue);
        uint* packed = (uint*)_queries.Address;
        new Span<uint>(packed + ((nint)count * Units), (padded - count) * Units).Clear();
        for (int query = 0; query < count; query++)
            _dot.Pack(queries + ((nint)query * StrideBytes), Units, packed + ((nint)query * Units), step: 1, offset: 0);
        int tileRows = Math.Max(Lanes, TileBytes / (Units * sizeof(uint)) / Lanes * Lanes);
        for (int row = 0; row < _rows; row += tileRows)
        {
            int rows = Math.Min(tileRows, _rows - row);
            uint* patches = (uint*)_patches.Address + ((nint)row * Units);
            int* norms = (int*)_norms.Address + row;
            for (int query = 0; query < padded; query += Queries)
                _dot.Tile(patches, norms, rows, packed + ((nint)query * Units), Units, best + query);
        }

        for (int query = 0; query < count; query++)
            into[query] = best[query] + Own(queries + ((nint)query * StrideBytes));
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _patches.Dispose();
        _norms.Dispose();
        _queries.Dispose();
        _best.Dispose();
    }

    /// <summary>Sixteen rows against four queries: two or four registers of sums a query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Tile256<TDot>(uint* patches, int* norms, int rows, uint* queries, int units, int* best)
        where TDot : IPatchDot<Vector256<int>>
    {
        uint* q0 = queries, q1 = queries + units, q2 = q1 + units, q3 = q2 + units;
        Vector256<int> b0 = Vector256.Create(best[0]), b1 = Vector256.Create(best[1]), b2 = Vector256.Create(best[2]), b3 = Vector256.Create(best[3]);
        for (int row = 0; row < rows; row += Lanes)
        {
            Vector256<int> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default, s31 = default;
            for (int unit = 0; unit < units; unit++, patches += Lanes)
            {
                Vector256<int> p0 = Vector256.Load((int*)patches), p1 = Vector256.Load((int*)patches + 8);
                Vector256<int> q = Vector256.Create((int)q0[unit]);
                s00 = TDot.MultiplyAdd(s00, p0, q);
                s01 = TDot.MultiplyAdd(s01, p1, q);
                q = Vector256.Create((int)q1[unit]);
                s10 = TDot.MultiplyAdd(s10, p0, q);
                s11 = TDot.MultiplyAdd(s11, p1, q);
                q = Vector256.Create((int)q2[unit]);
                s20 = TDot.MultiplyAdd(s20, p0, q);
                s21 = TDot.MultiplyAdd(s21, p1, q);
                q = Vector256.Create((int)q3[unit]);
                s30 = TDot.MultiplyAdd(s30, p0, q);
                s31 = TDot.MultiplyAdd(s31, p1, q);
            }

            Vector256<int> n0 = Vector256.Load(norms + row), n1 = Vector256.Load(norms + row + 8);
            b0 = Vector256.Min(b0, Vector256.Min(n0 - (TDot.ToIntegers(s00) << 1), n1 - (TDot.ToIntegers(s01) << 1)));
            b1 = Vector256.Min(b1, Vector256.Min(n0 - (TDot.ToIntegers(s10) << 1), n1 - (TDot.ToIntegers(s11) << 1)));
            b2 = Vector256.Min(b2, Vector256.Min(n0 - (TDot.ToIntegers(s20) << 1), n1 - (TDot.ToIntegers(s21) << 1)));
            b3 = Vector256.Min(b3, Vector256.Min(n0 - (TDot.ToIntegers(s30) << 1), n1 - (TDot.ToIntegers(s31) << 1)));
        }

        best[0] = Least(Vector128.Min(b0.GetLower(), b0.GetUpper()));
        best[1] = Least(Vector128.Min(b1.GetLower(), b1.GetUpper()));
        best[2] = Least(Vector128.Min(b2.GetLower(), b2.GetUpper()));
        best[3] = Least(Vector128.Min(b3.GetLower(), b3.GetUpper()));
    }

    /// <summary>The same in registers of half the width, two queries at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Tile128<TDot>(uint* patches, int* norms, int rows, uint* queries, int units, int* best)
        where TDot : IPatchDot<Vector128<int>>
    {
        uint* start = patches;
        for (int query = 0; query < Queries; query += 2, patches = start)
        {
            uint* q0 = queries + ((nint)query * units), q1 = q0 + units;
            Vector128<int> b0 = Vector128.Create(best[query]), b1 = Vector128.Create(best[query + 1]);
            for (int row = 0; row < rows; row += Lanes)
            {
                Vector128<int> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
                for (int unit = 0; unit < units; unit++, patches += Lanes)
                {
                    Vector128<int> p0 = Vector128.Load((int*)patches), p1 = Vector128.Load((int*)patches + 4);
                    Vector128<int> p2 = Vector128.Load((int*)patches + 8), p3 = Vector128.Load((int*)patches + 12);
                    Vector128<int> q = Vector128.Create((int)q0[unit]);
                    s00 = TDot.MultiplyAdd(s00, p0, q);
                    s01 = TDot.MultiplyAdd(s01, p1, q);
                    s02 = TDot.MultiplyAdd(s02, p2, q);
                    s03 = TDot.MultiplyAdd(s03, p3, q);
                    q = Vector128.Create((int)q1[unit]);
                    s10 = TDot.MultiplyAdd(s10, p0, q);
                    s11 = TDot.MultiplyAdd(s11, p1, q);
                    s12 = TDot.MultiplyAdd(s12, p2, q);
                    s13 = TDot.MultiplyAdd(s13, p3, q);
                }

                int* norm = norms + row;
                Vector128<int> n0 = Vector128.Load(norm), n1 = Vector128.Load(norm + 4), n2 = Vector128.Load(norm + 8), n3 = Vector128.Load(norm + 12);
                b0 = Vector128.Min(b0, Vector128.Min(n0 - (TDot.ToIntegers(s00) << 1), n1 - (TDot.ToIntegers(s01) << 1)));
                b0 = Vector128.Min(b0, Vector128.Min(n2 - (TDot.ToIntegers(s02) << 1), n3 - (TDot.ToIntegers(s03) << 1)));
                b1 = Vector128.Min(b1, Vector128.Min(n0 - (TDot.ToIntegers(s10) << 1), n1 - (TDot.ToIntegers(s11) << 1)));
                b1 = Vector128.Min(b1, Vector128.Min(n2 - (TDot.ToIntegers(s12) << 1), n3 - (TDot.ToIntegers(s13) << 1)));
            }

            best[query] = Least(b0);
            best[query + 1] = Least(b1);
        }
    }

    private static int Least(Vector128<int> values) => Math.Min(Math.Min(values[0], values[1]), Math.Min(values[2], values[3]));

    private static void Grow(ref NativeBuffer buffer, long sizeBytes)
    {
        if (buffer.SizeBytes >= sizeBytes)
            return;
        buffer.Dispose();
        buffer = new NativeBuffer(sizeBytes);
    }

    /// <summary>What belongs to the query alone: its square, and what the moved memory added to the products.</summary>
    private int Own(sbyte* query)
    {
        int square = 0, sum = 0;
        for (int i = 0; i < _features; i++)
        {
            square += query[i] * query[i];
            sum += query[i];
        }

        return square + (2 * _dot.Offset * sum);
    }

    private void Fill(ReadOnlySpan<sbyte> patches, int count)
    {
        sbyte* padded = stackalloc sbyte[PatchFeatures.MaximumFeatures + 4];
        int* norms = (int*)_norms.Address;
        for (int row = 0; row < _rows; row++)
        {
            new Span<sbyte>(padded, StrideBytes).Clear();
            if (row < count)
                patches.Slice(row * _features, _features).CopyTo(new Span<sbyte>(padded, _features));
            int square = 0;
            for (int i = 0; i < _features; i++)
                square += padded[i] * padded[i];
            norms[row] = row < count ? square : Unreachable;
            // Sixteen rows side by side, unit after unit.
            uint* target = (uint*)_patches.Address + ((nint)(row / Lanes) * Lanes * Units) + (row % Lanes);
            _dot.Pack(padded, Units, target, step: Lanes, offset: _dot.Offset);
        }
    }
}
