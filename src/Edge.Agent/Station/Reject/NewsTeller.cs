using Edge.Domain.Inspection.Line;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station.Reject;

/// <summary>
/// Tells a listener what the line found, in order, on a thread of its own: whatever the listener does, the outputs are set in time.
/// <see cref="Dispose"/> tells all that waits.
/// </summary>
internal sealed class NewsTeller : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<LineNews> _waiting = new(256);
    private readonly ManualResetEventSlim _came = new(false, spinCount: 0);
    private readonly ILineListener _listener;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private bool _isEnding;

    public NewsTeller(ILineListener listener, ILogger log)
    {
        _listener = listener;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = "reject news" };
        _thread.Start();
    }

    /// <summary>Takes what there is to tell; the list is the caller's again.</summary>
    public void Take(List<LineNews> news)
    {
        if (news.Count == 0)
            return;
        lock (_gate)
        {
            foreach (LineNews piece in news)
                _waiting.Enqueue(piece);
        }

        _came.Set();
    }

    public void Dispose()
    {
        lock (_gate)
            _isEnding = true;
        _came.Set();
        _thread.Join();
        _came.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _came.Wait();
            _came.Reset();
            while (TryNext(out LineNews news))
                Tell(news);
            lock (_gate)
            {
                if (_isEnding && _waiting.Count == 0)
                    return;
            }
        }
    }

    private bool TryNext(out LineNews news)
    {
        lock (_gate)
            return _waiting.TryDequeue(out news);
    }

    private void Tell(in LineNews news)
    {
        try
        {
            news.TellTo(_listener);
        }
        catch (Exception e) // loop edge: one part's listener that breaks must not keep the others from being told
        {
            _log.LogError(e, "What became of a part could not be taken note of");
        }
    }
}
