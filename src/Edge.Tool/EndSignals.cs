using System.Runtime.InteropServices;

namespace Edge.Tool;

/// <summary>
/// Turns the first SIGINT or SIGTERM into a cancellation, so that a command can end well and say its own exit status.
/// The command line library's own way races its exit status (143) against the command's, so it is switched off.
/// </summary>
internal sealed class EndSignals : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public EndSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>Cancelled by the first signal; the second ends the process.</summary>
    public CancellationToken Token => _end.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _end.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_end.IsCancellationRequested)
            return;
        context.Cancel = true;
        _end.Cancel();
    }
}
