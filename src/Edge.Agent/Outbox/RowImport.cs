using Microsoft.Data.Sqlite;

namespace Edge.Agent.Outbox;

/// <summary>Carries rows of a damaged file over into a new one, each once, under their old numbers.</summary>
internal sealed class RowImport(OutboxStore target)
{
    private const long BatchBytes = 1L << 20;
    private readonly HashSet<long> _rows = [];
    private readonly List<(long Row, OutboxMessage Message)> _batch = [];
    private long _bytes;

    /// <summary>The new file could not be written: that is the disk's fault, not the damaged file's.</summary>
    public bool IsFailing { get; private set; }

    /// <summary>Whether the row was carried over.</summary>
    public bool Has(long row) => _rows.Contains(row);

    /// <summary>Takes the reader's current row, where it is what was once written.</summary>
    public void Add(SqliteDataReader reader)
    {
        long row = reader.GetInt64(0);
        if (_rows.Contains(row) || OutboxRow.Read(reader) is not { } message)
            return;
        _rows.Add(row);
        _batch.Add((row, message));
        _bytes += RowCost.Of(message);
        if (_bytes >= BatchBytes)
            Flush();
    }

    /// <summary>Writes what was taken.</summary>
    public void Flush()
    {
        IsFailing = true;
        target.Import(_batch);
        IsFailing = false;
        _batch.Clear();
        _bytes = 0;
    }
}
