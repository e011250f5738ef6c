using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Stations;
using Edge.Agent.Gpio;
using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Station.Reject;

/// <summary>
/// Ejector, line stop and ready as real lines: each is written when it changes, and read back. What could not be set is tried again with every
/// call. Used by one thread at a time.
/// </summary>
internal sealed class RejectOutputs : IDisposable
{
    private readonly IOutputLine _ejector;
    private readonly IOutputLine? _lineStop;
    private readonly IOutputLine? _ready;
    private bool? _ejects;
    private bool? _stops;
    private bool? _isReady;

    /// <summary>Opens the lines, at their safe levels.</summary>
    /// <exception cref="LineException">A line cannot be used; none stays open.</exception>
    public RejectOutputs(LineBank lines, RejectSettings reject)
    {
        try
        {
            // First what tells everything else that nobody inspects.
            _ready = Open(lines, reject.Ready);
            _lineStop = Open(lines, reject.Stop);
            _ejector = lines.OpenOutput(reject.Output);
        }
        catch (LineException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Brings the lines to the wanted levels: away from danger first, ready last.</summary>
    /// <returns>What went wrong, for people; null when every line is as wanted.</returns>
    public string? Apply(in LineOutputs wanted)
    {
        string? fault = wanted.Ready ? null : Set(_ready, "ready", false, ref _isReady);
        fault = Set(_ejector, "ejector", wanted.Ejector, ref _ejects) ?? fault;
        fault = Set(_lineStop, "line stop", wanted.LineStop, ref _stops) ?? fault;
        // Not ready with a line that does not do what it should.
        return fault ?? (wanted.Ready ? Set(_ready, "ready", true, ref _isReady) : null);
    }

    /// <summary>Whether the ejector is as it was last asked for.</summary>
    public bool EjectorObeys => _ejects is not null;

    /// <summary>Whether the ejector was last set active.</summary>
    public bool EjectorIsOn => _ejects == true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ready?.Dispose();
        _lineStop?.Dispose();
        _ejector?.Dispose();
    }

    private static IOutputLine? Open(LineBank lines, OutputLineSettings line) => line.Line < 0 ? null : lines.OpenOutput(line);

    private static string? Set(IOutputLine? line, string name, bool active, ref bool? known)
    {
        if (line is null || known == active)
            return null;
        known = null;
        try
        {
            line.Set(active);
            if (line.ReadBack() != active)
                return $"the {name} output was set {(active ? "active" : "inactive")} and reads back otherwise";
            known = active;
            return null;
        }
        catch (Exception e) when (e is LineException or ObjectDisposedException)
        {
            return $"the {name} output cannot be set: {e.Message}";
        }
    }
}
