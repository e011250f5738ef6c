using Edge.Agent.Configuration.Stations;
using Edge.Agent.Gpio;
using Edge.Domain.Inspection.Line;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station.Reject;

/// <summary>
/// Drives a station's reject line on real inputs and outputs. One thread waits for what is due next, by the clock to within a timer's
/// precision or by the encoder's count, and is the only one that sets outputs; triggers and verdicts of any thread wake it.
/// Findings are told on another thread. Nothing is allocated for a part but for what the listener does.
/// </summary>
/// <remarks>An output that cannot be set or reads back otherwise puts the line into fail-safe, and is tried again until it obeys.</remarks>
internal sealed class RejectDriver : IPartLine, ILineListener
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly string _station;
    private readonly RejectPlan _plan;
    private readonly RejectOutputs _outputs;
    private readonly BeltEncoder? _encoder;
    private readonly IInputLine? _confirm;
    private readonly RejectLine _line;
    private readonly NewsTeller _teller;
    private readonly PreciseWait _wait;
    private readonly Thread _thread;
    private readonly List<LineNews> _found = new(64);
    private readonly List<LineNews> _news = new(64);
    private long _dueCounts = long.MaxValue;
    private string? _fault;
    private volatile bool _isEnding;

    /// <summary>Opens outputs and sensors and starts: the belt is drained first.</summary>
    /// <param name="station">Its settings.</param>
    /// <param name="lines">Where lines are opened.</param>
    /// <param name="listener">Hears the line's findings, on a thread of the driver.</param>
    /// <param name="encoder">The belt's encoder, where the station has one; stays the caller's.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it logs.</param>
    /// <exception cref="LineException">A line cannot be used; none stays open.</exception>
    /// <exception cref="ArgumentException">The settings make no usable plan.</exception>
    public RejectDriver(StationSettings station, LineBank lines, ILineListener listener, BeltEncoder? encoder, TimeProvider time, ILogger log)
    {
        (_time, _log, _station, _encoder) = (time, log, station.Id, encoder);
        RejectPlan plan = _plan = RejectPlans.Of(station);
        if (plan.Measure == LineMeasure.Counts && encoder is null)
            throw new ArgumentException($"station {station.Id}: reject: a delay in counts needs an encoder", nameof(encoder));
        if (plan.Faults() is { Count: > 0 } faults)
            throw new ArgumentException($"station {station.Id}: reject: {string.Join("; ", faults)}", nameof(station));
        try
        {
            // Outputs first: from here on whatever stands behind them knows that nobody inspects yet.
            _outputs = new RejectOutputs(lines, station.Reject);
            if (plan.Confirmation is not null)
                _confirm = lines.OpenInput(station.Reject.Confirm, Confirmed);
        }
        catch (LineException)
        {
            _outputs?.Dispose();
            throw;
        }

        _line = new RejectLine(plan, Here(), this);
        _wait = new PreciseWait(time);
        _teller = new NewsTeller(listener, log);
        if (encoder is not null && plan.Measure == LineMeasure.Counts)
            encoder.Moved += Moved;
        _thread = new Thread(Run) { IsBackground = true, Name = "reject " + station.Id, Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <inheritdoc/>
    public bool HasSensor => _confirm is not null;

    /// <inheritdoc/>
    public int InFlight
    {
        get
        {
            lock (_gate)
                return _line.InFlight;
        }
    }

    /// <summary>What the line is doing, and why.</summary>
    public (LineState State, FailSafeReason Reason) State
    {
        get
        {
            lock (_gate)
                return (_line.State, _line.Reason);
        }
    }

    /// <summary>What was counted since the start.</summary>
    public LineTally Tally
    {
        get
        {
            lock (_gate)
                return _line.Tally;
        }
    }

    /// <inheritdoc/>
    public void Watch()
    {
        lock (_gate)
            _line.Watch(Here());
        _wait.Wake();
    }

    /// <inheritdoc/>
    public PartOpening Open(long part, long timestamp)
    {
        PartOpening opening;
        lock (_gate)
            opening = _line.Open(part, At(timestamp));
        _wait.Wake();
        return opening;
    }

    /// <inheritdoc/>
    public DecisionTaking Decide(long part, bool ejects)
    {
        DecisionTaking taking;
        lock (_gate)
            taking = _line.Decide(part, ejects, Here());
        _wait.Wake();
        return taking;
    }

    /// <inheritdoc/>
    public void Trip()
    {
        lock (_gate)
            _line.Trip(FailSafeReason.Asked, Here());
        _wait.Wake();
    }

    /// <inheritdoc/>
    public void Clear()
    {
        lock (_gate)
            _line.Clear(Here());
        _wait.Wake();
    }

    /// <summary>Ends the line: parts on their way are told as interrupted, outputs go to their safe levels.</summary>
    public void Dispose()
    {
        if (_isEnding)
            return;
        _isEnding = true;
        _confirm?.Dispose();
        if (_encoder is not null)
            _encoder.Moved -= Moved;
        _wait.Wake();
        _thread.Join();
        _outputs.Dispose();
        _teller.Dispose();
        _wait.Dispose();
    }

    void ILineListener.PartLeft(in PartFate fate) => _found.Add(LineNews.Of(fate));

    void ILineListener.EjectionChecked(in EjectionReport report) => _found.Add(LineNews.Of(report));

    void ILineListener.StateChanged(LineState state, FailSafeReason reason, LinePosition at) => _found.Add(LineNews.Of(state, reason, at));

    private LinePosition Here() => new(_time.GetElapsedTime(0, _time.GetTimestamp()), _encoder?.Counts ?? 0);

    private LinePosition At(long timestamp) => new(_time.GetElapsedTime(0, timestamp), _encoder?.CountsAt(timestamp) ?? 0);

    private void Confirmed(LineEdge edge)
    {
        // An edge while the driver is being made belongs to nobody's part.
        if (_thread is not { IsAlive: true })
            return;
        lock (_gate)
            _line.Confirm(At(edge.Timestamp));
        _wait.Wake();
    }

    private void Moved(long counts, long timestamp)
    {
        if (counts >= Volatile.Read(ref _dueCounts))
            _wait.Wake();
    }

    private void Run()
    {
        if (!RealTimeThread.TryBecome())
            _log.LogInformation("Station {Station}: no real-time priority for its outputs (a limit of the system); they may come later under load", _station);
        while (!_isEnding)
        {
            TimeSpan left = Step(static (line, at) => line.Advance(at));
            _wait.Wait(left);
        }

        Step(static (line, at) => line.Close(at));
    }

    /// <summary>Does what is due, sets the outputs, hands on what was found.</summary>
    /// <returns>How long nothing is due.</returns>
    private TimeSpan Step(Action<RejectLine, LinePosition> act)
    {
        LineOutputs wanted;
        LineDue due;
        lock (_gate)
        {
            act(_line, Here());
            wanted = _line.Outputs;
            due = _line.Due;
            _news.AddRange(_found);
            _found.Clear();
        }

        Volatile.Write(ref _dueCounts, due.Counts);
        bool wasOn = _outputs.EjectorIsOn;
        if (_outputs.Apply(wanted) is { } fault)
            return Fail(fault);
        if (wasOn && !wanted.Ejector && Release() is { } again)
            due = again;
        if (_fault is not null)
            _log.LogWarning("Station {Station}: the outputs obey again", _station);
        _fault = null;
        if (HandOn(wasOn))
        {
            lock (_gate)
                _line.Trip(FailSafeReason.SlippedPart, Here());
            return TimeSpan.Zero;
        }

        // The belt may have come there since the position was taken.
        if (_encoder is not null && _encoder.Counts >= due.Counts)
            return TimeSpan.Zero;
        return due.Time == TimeSpan.MaxValue ? TimeSpan.MaxValue : due.Time - Here().Time;
    }

    /// <summary>The machine may have had no time for us just when the ejector was to go off; the line hears when it really did.</summary>
    private LineDue? Release()
    {
        lock (_gate)
        {
            long crowded = _line.Tally.Crowded;
            _line.Released(Here());
            // Nearly always nobody had come by then.
            return _line.Tally.Crowded == crowded ? null : LineDue.None with { Time = TimeSpan.Zero };
        }
    }

    private TimeSpan Fail(string fault)
    {
        if (_fault is null)
            _log.LogError("Station {Station}: {Fault}; it goes into fail-safe", _station, fault);
        bool isNew = _fault is null;
        _fault = fault;
        HandOn(wasOn: false);
        lock (_gate)
            _line.Trip(FailSafeReason.OutputFault, Here());
        // What fail-safe asks of the other outputs is done at once; what does not obey is tried again.
        return isNew ? TimeSpan.Zero : Retry;
    }

    /// <summary>
    /// The times of outputs are those at which they were really set; an ejector that does not obey, or was set when half of the part had gone by,
    /// ejected nothing that could be relied on.
    /// </summary>
    /// <returns>Whether a part slipped by a late output.</returns>
    private bool HandOn(bool wasOn)
    {
        LinePosition here = Here();
        bool slipped = false;
        for (int i = 0; i < _news.Count; i++)
        {
            if (_news[i].Fate is not { Exit: PartExit.Ejected } fate)
                continue;
            bool isLate = !wasOn && fate.Cause is (FateCause.Verdict or FateCause.Late) && StepOf(here) - fate.DueStep > _plan.Pulse / 2;
            slipped |= isLate;
            PartExit exit = _outputs.EjectorObeys && !isLate ? PartExit.Ejected : PartExit.Slipped;
            _news[i] = _news[i] with { Fate = fate with { OutputAt = here.Time, Exit = exit } };
        }

        _teller.Take(_news);
        _news.Clear();
        return slipped;
    }

    private long StepOf(in LinePosition at) => _plan.Measure == LineMeasure.Time ? at.Time.Ticks : at.Counts;
}
