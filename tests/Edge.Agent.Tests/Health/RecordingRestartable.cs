using Edge.Agent.Health;

namespace Edge.Agent.Tests.Health;

/// <summary>Takes down each restart that is asked of it.</summary>
internal sealed class RecordingRestartable(Func<Task>? restart = null) : IRestartable
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public SemaphoreSlim Restarted { get; } = new(0);

    public Task RestartAsync(string reason, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        Restarted.Release();
        return restart?.Invoke() ?? Task.CompletedTask;
    }
}
