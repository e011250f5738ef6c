namespace Edge.Agent.Gpio;

/// <summary>
/// Puts every output to its safe level when the process ends in a way that disposes nothing: an exception that nobody caught, <see cref="Environment.Exit"/>.
/// What kills a process from outside is beyond it: see <see cref="SafeOutputs"/>.
/// </summary>
public sealed class LastResort : IDisposable
{
    private readonly LineBank _lines;

    /// <summary>Watches over a bank until disposed.</summary>
    public LastResort(LineBank lines)
    {
        _lines = lines;
        AppDomain.CurrentDomain.UnhandledException += Crashed;
        AppDomain.CurrentDomain.ProcessExit += Exiting;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= Crashed;
        AppDomain.CurrentDomain.ProcessExit -= Exiting;
    }

    private void Crashed(object sender, UnhandledExceptionEventArgs e) => _lines.MakeSafe();

    private void Exiting(object? sender, EventArgs e) => _lines.MakeSafe();
}
