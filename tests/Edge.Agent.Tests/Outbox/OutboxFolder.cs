using System.Text;
using Edge.Agent.Configuration;
using Edge.Agent.Outbox;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Outbox;

/// <summary>A data folder of its own, and outboxes in it.</summary>
internal sealed class OutboxFolder : IDisposable, IOutboxObserver
{
    private readonly Lock _gate = new();
    private readonly List<OutboxLoss> _losses = [];
    private int _next;

    public string Path { get; } = Directory.CreateTempSubdirectory("edge-outbox-").FullName;

    public string Database => System.IO.Path.Combine(Path, SqliteOutbox.FileName);

    public ManualTimeProvider Clock { get; } = new();

    public List<OutboxRepair> Repairs { get; } = [];

    public List<string?> DiskChanges { get; } = [];

    public IReadOnlyList<OutboxLoss> Losses
    {
        get { lock (_gate) return [.. _losses]; }
    }

    public Task<SqliteOutbox> OpenAsync(long budgetBytes = 64 << 20, TimeProvider? time = null) =>
        SqliteOutbox.OpenAsync(Path, new OutboxSettings { BudgetBytes = budgetBytes }, time ?? TimeProvider.System, NullLogger<SqliteOutbox>.Instance, this);

    public OutboxMessage Message(string stream = "cam", OutboxKind kind = OutboxKind.Alert, int bytes = 200, long? position = null)
    {
        int number = Interlocked.Increment(ref _next);
        byte[] payload = new byte[bytes];
        Encoding.UTF8.GetBytes($"{stream} {number} ", payload);
        return new OutboxMessage(Guid.CreateVersion7(Clock.GetUtcNow()), stream, kind, $"edge/v1/home/edge/alerts/{stream}", payload, Clock.GetUtcNow())
        {
            SourcePosition = position,
        };
    }

    public long SizeBytes => new[] { "", "-wal" }.Select(suffix => new FileInfo(Database + suffix)).Where(file => file.Exists).Sum(file => file.Length);

    public void GaveUp(OutboxLoss loss)
    {
        lock (_gate)
            _losses.Add(loss);
    }

    public void Repaired(OutboxRepair repair) => Repairs.Add(repair);

    public void DiskChanged(string? fault)
    {
        lock (_gate)
            DiskChanges.Add(fault);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
