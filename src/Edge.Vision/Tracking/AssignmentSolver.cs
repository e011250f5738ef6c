namespace Edge.Vision.Tracking;

/// <summary>
/// Pairs rows with columns at the least total cost, where leaving a pair out is allowed at the price of the gate.
/// Shortest augmenting paths with potentials, O(min² · max) (Jonker and Volgenant 1987, in the form of Crouse 2016,
/// "On implementing 2D rectangular assignment algorithms"). Keeps its work space: only a problem larger than any before allocates. Not thread safe.
/// </summary>
public sealed class AssignmentSolver
{
    private const int Free = -1;
    private const int InitialSize = 128;

    private double[] _rowPotential = new double[InitialSize];
    private double[] _columnPotential = new double[InitialSize];
    private double[] _shortest = new double[InitialSize];
    private int[] _rowOfColumn = new int[InitialSize];
    private int[] _columnOfRow = new int[InitialSize];
    private int[] _previous = new int[InitialSize];
    private bool[] _visited = new bool[InitialSize];

    /// <summary>
    /// Solves one problem: minimises the sum over all pairs made of (cost − gate), over pairs cheaper than <paramref name="gate"/>.
    /// </summary>
    /// <param name="cost">Row-major matrix of <paramref name="rows"/> x <paramref name="columns"/>; NaN and infinity never pair.</param>
    /// <param name="rows">0 or more.</param>
    /// <param name="columns">0 or more.</param>
    /// <param name="gate">Finite; a pair that costs this or more is never made.</param>
    /// <param name="columnOfRow">Filled with each row's column, -1 where the row stays alone; at least <paramref name="rows"/> long.</param>
    /// <exception cref="ArgumentException">A span is shorter than the sizes say.</exception>
    public void Solve(ReadOnlySpan<float> cost, int rows, int columns, float gate, Span<int> columnOfRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (cost.Length < rows * columns)
            throw new ArgumentException($"a {rows} x {columns} problem needs {rows * columns} costs, got {cost.Length}", nameof(cost));
        if (columnOfRow.Length < rows)
            throw new ArgumentException($"{rows} rows need as many results, got room for {columnOfRow.Length}", nameof(columnOfRow));

        columnOfRow[..rows].Fill(Free);
        if (rows == 0 || columns == 0)
            return;

        // Costs are clamped to the gate, which makes every cell usable: a row that gets a clamped cell is a row left alone.
        // So the problem needs no dummy columns, and the shorter side can always be paired completely.
        var matrix = new Costs(cost, rows, columns, gate);
        Prepare(matrix.Short, matrix.Long);
        for (int row = 0; row < matrix.Short; row++)
            Augment(matrix, row);

        for (int column = 0; column < matrix.Long; column++)
        {
            int row = _rowOfColumn[column];
            if (row == Free || !matrix.IsReal(row, column))
                continue;
            if (matrix.Transposed)
                columnOfRow[column] = row;
            else
                columnOfRow[row] = column;
        }
    }

    /// <summary>Finds the cheapest alternating path from an unpaired row to an unpaired column and flips it (Dijkstra on reduced costs).</summary>
    private void Augment(in Costs matrix, int start)
    {
        int columns = matrix.Long;
        _shortest.AsSpan(0, columns).Fill(double.PositiveInfinity);
        _visited.AsSpan(0, columns).Clear();
        int row = start, last = Free;
        double reached = 0;
        while (last == Free)
        {
            int nearest = Free;
            double least = double.PositiveInfinity;
            double rowPotential = _rowPotential[row];
            for (int column = 0; column < columns; column++)
            {
                if (_visited[column])
                    continue;
                double length = reached + matrix[row, column] - rowPotential - _columnPotential[column];
                if (length < _shortest[column])
                {
                    _shortest[column] = length;
                    _previous[column] = row;
                }

                // At equal length a free column ends the search sooner.
                if (_shortest[column] < least || (_shortest[column] == least && _rowOfColumn[column] == Free))
                {
                    least = _shortest[column];
                    nearest = column;
                }
            }

            reached = least;
            _visited[nearest] = true;
            if (_rowOfColumn[nearest] == Free)
                last = nearest;
            else
                row = _rowOfColumn[nearest];
        }

        _rowPotential[start] += reached;
        for (int column = 0; column < columns; column++)
        {
            if (!_visited[column] || column == last)
                continue;
            double slack = reached - _shortest[column];
            _rowPotential[_rowOfColumn[column]] += slack;
            _columnPotential[column] -= slack;
        }

        Flip(start, last);
    }

    private void Flip(int start, int column)
    {
        int row;
        do
        {
            row = _previous[column];
            _rowOfColumn[column] = row;
            (column, _columnOfRow[row]) = (_columnOfRow[row], column);
        }
        while (row != start);
    }

    private void Prepare(int rows, int columns)
    {
        if (_rowPotential.Length < rows)
        {
            int size = Grown(rows);
            _rowPotential = new double[size];
            _columnOfRow = new int[size];
        }

        if (_columnPotential.Length < columns)
        {
            int size = Grown(columns);
            _columnPotential = new double[size];
            _shortest = new double[size];
            _rowOfColumn = new int[size];
            _previous = new int[size];
            _visited = new bool[size];
        }

        _rowPotential.AsSpan(0, rows).Clear();
        _columnPotential.AsSpan(0, columns).Clear();
        _rowOfColumn.AsSpan(0, columns).Fill(Free);
        _columnOfRow.AsSpan(0, rows).Fill(Free);
    }

    private static int Grown(int size) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)size);

    /// <summary>The caller's matrix seen with its shorter side as rows, and no cell above the gate.</summary>
    private readonly ref struct Costs
    {
        private readonly ReadOnlySpan<float> _cells;
        private readonly int _rowStep;
        private readonly int _columnStep;
        private readonly float _gate;

        public Costs(ReadOnlySpan<float> cells, int rows, int columns, float gate)
        {
            _cells = cells;
            _gate = gate;
            Transposed = rows > columns;
            Short = Math.Min(rows, columns);
            Long = Math.Max(rows, columns);
            _rowStep = Transposed ? 1 : columns;
            _columnStep = Transposed ? columns : 1;
        }

        public bool Transposed { get; }

        public int Short { get; }

        public int Long { get; }

        public double this[int row, int column]
        {
            get
            {
                float cell = _cells[(row * _rowStep) + (column * _columnStep)];
                return cell < _gate ? cell : _gate;
            }
        }

        public bool IsReal(int row, int column) => _cells[(row * _rowStep) + (column * _columnStep)] < _gate;
    }
}
