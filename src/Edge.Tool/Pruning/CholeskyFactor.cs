using System.Numerics.Tensors;

namespace Edge.Tool.Pruning;

/// <summary>The factor L of a symmetric positive definite matrix A = L·Lᵀ, row by row. Immutable once made.</summary>
internal sealed class CholeskyFactor
{
    private readonly double[] _rows;

    private CholeskyFactor(double[] rows, int size)
    {
        _rows = rows;
        Size = size;
    }

    /// <summary>Rows of the matrix.</summary>
    public int Size { get; }

    /// <summary>Factors <paramref name="matrix"/>, of which the lower triangle is read.</summary>
    /// <param name="matrix">Row-major, <paramref name="size"/> squared; not changed.</param>
    /// <param name="size">0 or more.</param>
    /// <returns>Null where the matrix is not positive definite to the last digit: add a ridge and try again.</returns>
    public static CholeskyFactor? TryFactor(ReadOnlySpan<double> matrix, int size)
    {
        double[] rows = matrix[..(size * size)].ToArray();
        for (int i = 0; i < size; i++)
        {
            Span<double> row = rows.AsSpan(i * size, size);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> above = rows.AsSpan(j * size, size);
                row[j] = (row[j] - TensorPrimitives.Dot(row[..j], above[..j])) / above[j];
            }

            double pivot = row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]);
            // False for NaN too.
            if (!(pivot > 0))
                return null;
            row[i] = Math.Sqrt(pivot);
            row[(i + 1)..].Clear();
        }

        return new CholeskyFactor(rows, size);
    }

    /// <summary>Replaces <paramref name="b"/> by the x of A·x = b.</summary>
    public void Solve(Span<double> b)
    {
        for (int i = 0; i < Size; i++)
        {
            ReadOnlySpan<double> row = Row(i);
            b[i] = (b[i] - TensorPrimitives.Dot(row[..i], b[..i])) / row[i];
        }

        // Backwards by columns of Lᵀ, which are rows of L: each finished element is taken out of those before it.
        for (int i = Size - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = Row(i);
            b[i] /= row[i];
            TensorPrimitives.MultiplyAdd(row[..i], -b[i], b[..i], b[..i]);
        }
    }

    /// <summary>The inverse of A, row-major and whole.</summary>
    public double[] Inverse()
    {
        double[] inverse = new double[Size * Size];
        for (int i = 0; i < Size; i++)
        {
            // Symmetric, so a column may be written as a row.
            Span<double> row = inverse.AsSpan(i * Size, Size);
            row[i] = 1;
            Solve(row);
        }

        return inverse;
    }

    private ReadOnlySpan<double> Row(int i) => _rows.AsSpan(i * Size, Size);
}
