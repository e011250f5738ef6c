using System.Collections.Concurrent;
using Edge.Agent.Health;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>
/// The thread that judges, and the parts that wait for it. Bounded: a part that finds it full is judged by nobody, which is told at once,
/// rather than all parts after it too late.
/// </summary>
internal sealed class JudgeQueue : IDisposable
{
    private const int MostWaiting = 8;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(3);

    private readonly BlockingCollection<(PartCase Part, Frame? Frame, string Fault)> _waiting = new(MostWaiting);
    private readonly Action<PartCase, Frame?, string> _judge;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private ProgressBeat? _beat;

    /// <summary>Starts the thread.</summary>
    /// <param name="judge">Judges one part: its picture, or why there is none; must not keep the picture.</param>
    /// <param name="log">For what it must not throw.</param>
    public JudgeQueue(Action<PartCase, Frame?, string> judge, ILogger log)
    {
        _judge = judge;
        _log = log;
        _thread = new Thread(Run) { Name = "judge", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Hears that it works.</summary>
    public void Tell(ProgressBeat? beat) => Volatile.Write(ref _beat, beat);

    /// <summary>Queues a part; its picture is the queue's from now on, also when it is refused.</summary>
    /// <returns>False when it is full or has ended: the part will not be judged.</returns>
    public bool TryAdd(PartCase part, Frame? frame, string fault)
    {
        try
        {
            if (_waiting.TryAdd((part, frame, fault)))
                return true;
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }

        frame?.Dispose();
        return false;
    }

    /// <summary>Judges what waits, for at most some seconds, and ends.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        if (_thread.Join(EndsWithin))
            _waiting.Dispose();
    }

    private void Run()
    {
        foreach ((PartCase part, Frame? frame, string fault) in _waiting.GetConsumingEnumerable())
        {
            ProgressBeat? beat = Volatile.Read(ref _beat);
            beat?.Working();
            try
            {
                _judge(part, frame, fault);
            }
            catch (Exception e) // loop edge: a part without a verdict is put out by the line at its decision point; the others go on
            {
                _log.LogError(e, "Part {Part} could not be judged", part.Number);
            }
            finally
            {
                frame?.Dispose();
                beat?.Idle();
            }
        }
    }
}
