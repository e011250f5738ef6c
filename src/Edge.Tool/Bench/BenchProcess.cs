using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Edge.Tool.Packs;

namespace Edge.Tool.Bench;

/// <summary>The parent's hold on a child that measures one subject.</summary>
internal sealed class BenchProcess : IDisposable
{
    private readonly Process _child;

    private BenchProcess(BenchSubject subject, Process child, BenchReady ready)
    {
        Subject = subject;
        _child = child;
        Ready = ready;
    }

    /// <summary>What it measures.</summary>
    public BenchSubject Subject { get; }

    /// <summary>What it said when it was ready.</summary>
    public BenchReady Ready { get; }

    /// <summary>Starts a child and waits until its model is open and warm.</summary>
    /// <exception cref="BenchException">The subject can't be measured.</exception>
    public static async Task<BenchProcess> StartAsync(BenchSubject subject, CancellationToken cancellationToken)
    {
        Process child = Process.Start(SelfProcess.Start(subject.ToArguments())) ?? throw new BenchException($"'{SelfProcess.Executable}' does not start");
        try
        {
            // Nobody reads it, but a full pipe would stop the child.
            child.ErrorDataReceived += (_, _) => { };
            child.BeginErrorReadLine();
            BenchReady ready = await ReadAsync<BenchReady>(child, subject, cancellationToken);
            return ready.Error is null ? new BenchProcess(subject, child, ready) : throw new BenchException(ready.Error);
        }
        catch
        {
            End(child);
            throw;
        }
    }

    /// <summary>Runs the subject <paramref name="count"/> times.</summary>
    /// <exception cref="BenchException">The child died.</exception>
    public async Task<BenchRound> RunAsync(int count, CancellationToken cancellationToken)
    {
        try
        {
            await _child.StandardInput.WriteLineAsync(count.ToString(CultureInfo.InvariantCulture).AsMemory(), cancellationToken);
            await _child.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new BenchException($"{Subject.Name}: the process that measures it is gone", e);
        }

        return await ReadAsync<BenchRound>(_child, Subject, cancellationToken);
    }

    /// <summary>Ends the child.</summary>
    public void Dispose() => End(_child);

    private static async Task<T> ReadAsync<T>(Process child, BenchSubject subject, CancellationToken cancellationToken)
    {
        string line = await child.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new BenchException($"{subject.Name}: the process that measures it died");
        return JsonSerializer.Deserialize<T>(line) ?? throw new BenchException($"{subject.Name}: the process that measures it says nothing");
    }

    private static void End(Process child)
    {
        if (!child.HasExited)
            child.Kill(entireProcessTree: true);
        child.Dispose();
    }
}
