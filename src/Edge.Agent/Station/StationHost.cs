using Edge.Agent.Configuration.Stations;
using Edge.Agent.Gpio;
using Edge.Agent.Station.Messages;
using Edge.Agent.Station.Receipts;
using Edge.Agent.Station.Reject;
using Edge.Agent.Station.Triggers;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;
using Edge.Domain.Frames;
using Edge.Domain.Inspection;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>
/// One station's life: opens what it needs, in the order in which the parts need each other, and closes it in the opposite order. What cannot be opened
/// leaves the station in fail-safe with the reason, and is tried again when the station is cleared; the rest of the agent goes on.
/// </summary>
internal sealed class StationHost : IAsyncDisposable
{
    private readonly StationSettings _settings;
    private readonly StationParts _parts;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly FramePool _pictures = new();
    private readonly StationStanding _idle;
    private StationControl? _control;
    private ReceiptJournal? _journal;
    private BeltEncoder? _encoder;
    private RejectDriver? _line;
    private IPartTrigger? _trigger;
    private CancellationTokenSource _stop = new();
    private Task _reports = Task.CompletedTask;
    private bool _isOpen;

    /// <summary>A station that <see cref="StartAsync"/> opens.</summary>
    public StationHost(StationSettings settings, StationParts parts)
    {
        _settings = settings;
        _parts = parts;
        _idle = new StationStanding(settings.Id, parts.Clock);
        Cameras = new StationCameras();
    }

    /// <summary>Id of the station.</summary>
    public string Id => _settings.Id;

    /// <summary>Its settings.</summary>
    public StationSettings Settings => _settings;

    /// <summary>Where its camera comes and goes.</summary>
    public StationCameras Cameras { get; }

    /// <summary>How it stands.</summary>
    public StationReading Read() => _control?.Read() ?? _idle.Read(0, null);

    /// <summary>Opens the station. Never throws for what a machine or a file may be: that is a fault of the station, told in its mode.</summary>
    public async Task StartAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            await OpenAsync();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Announces a part by command.</summary>
    /// <returns>The part's id; null where the station takes no parts now.</returns>
    public Guid? Trigger() => Cameras.Station?.Announce(VerdictTriggerKind.Command, _parts.Clock.GetTimestamp())?.Trigger.PartId;

    /// <summary>Sets a product.</summary>
    /// <returns>Why not; null when it is set.</returns>
    public async Task<string?> SetProductAsync(string product, string? by)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            return _control is { } control ? await control.SetProductAsync(product, by) : "the station could not be opened; clear it first";
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Asks for golden parts. False where the station asks for none.</summary>
    public bool AskGolden() => _control?.AskGolden() ?? false;

    /// <summary>Clears what put the station into fail-safe; what could not be opened is tried again.</summary>
    public async Task ClearAsync(string by, string why)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            if (!_isOpen)
                await OpenAsync();
            _control?.Clear(by, why);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _oneAtATime.WaitAsync();
        await CloseAsync();
        _pictures.Dispose();
        _stop.Dispose();
        _oneAtATime.Dispose();
    }

    private async Task OpenAsync()
    {
        try
        {
            await OpenPartsAsync();
            _isOpen = true;
        }
        catch (Exception e) when (e is LineException or FinderFault or ReceiptJournalException or IOException or UnauthorizedAccessException)
        {
            _parts.Log.LogError("Station {Station} cannot work and is in fail-safe: {Error}", _settings.Id, e.Message);
            await FailAsync(e.Message);
        }
        catch (Exception e) // loop edge: whatever it is, the station must say that it does not work, and the agent go on
        {
            _parts.Log.LogError(e, "Station {Station} cannot work and is in fail-safe", _settings.Id);
            await FailAsync(e.Message);
        }
    }

    private async Task FailAsync(string reason)
    {
        await CloseAsync();
        _idle.Enter(StationMode.FailSafe, reason);
        _parts.Changed(_idle.Read(0, null));
    }

    private async Task OpenPartsAsync()
    {
        StationControl control = _control = await StationControl.OpenAsync(_settings, _parts);
        var station = new InspectionStation(_settings, _parts, control);
        Cameras.Serve(station);
        string folder = Path.Combine(StationControl.FolderOf(_parts.DataPath, _settings.Id), "receipts");
        _journal = ReceiptJournal.Open(
            new ReceiptJournalOptions { Folder = folder, Station = _settings.Id, Device = _parts.Facts.Device }, _parts.Key, _parts.Clock, _parts.Log, control.JournalFault);
        RejectSettings reject = _settings.Reject;
        _encoder = reject.Encoder.Line >= 0 ? new BeltEncoder(_parts.Lines, reject.Encoder) : null;
        _line = reject.Output.Line >= 0 ? new RejectDriver(_settings, _parts.Lines, station, _encoder, _parts.Clock, _parts.Log) : null;
        var ledger = new PartLedger(_journal, _parts.Outbox, _parts.Log);
        control.Start(_journal, ledger, _line);
        // Before anything of this run is told: in a station's stream the last place that was told is the only one remembered.
        station.Untold(UntoldReceipts.Behind(folder, _parts.Outbox.LastPosition(VerdictComposer.StreamOf(_settings.Id))));
        ledger.Enter(StationReceipt(StationState.Started, "the agent starts"));
        station.Interrupted(_journal.Recovery.Interrupted);
        _trigger = OpenTrigger(station);
        _line?.Watch();
        if (_settings.Shifts.Count > 0)
        {
            var reporter = new ShiftReporter(_parts.DataPath, _settings.Id, folder, new ShiftPlan(TimeZoneInfo.Local, _settings.Shifts), _parts.Clock, _parts.Log);
            _reports = reporter.RunAsync(_stop.Token);
        }
    }

    private IPartTrigger? OpenTrigger(InspectionStation station)
    {
        TriggerSettings trigger = _settings.Trigger;
        TimeProvider time = _parts.Clock;
        return trigger.Kind switch
        {
            VerdictTriggerKind.Gpio => new LineTrigger(_parts.Lines, trigger.Line, timestamp => station.Announce(trigger.Kind, timestamp)),
            VerdictTriggerKind.Interval => new IntervalTrigger(trigger.Every, time, timestamp => station.Announce(trigger.Kind, timestamp)),
            VerdictTriggerKind.File => new PictureFolder(
                trigger.Folder, _pictures, (frame, fault) => station.Announce(trigger.Kind, time.GetTimestamp(), frame, fault), time, _parts.Log),
            VerdictTriggerKind.Encoder => new EncoderTrigger(_encoder!, trigger.Counts, timestamp => station.Announce(trigger.Kind, timestamp)),
            _ => null,
        };
    }

    // Triggers first, then what is on its way: parts that are still on the belt get their receipts before the journal ends.
    private async Task CloseAsync()
    {
        _isOpen = false;
        await _stop.CancelAsync();
        await _reports;
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        _trigger?.Dispose();
        InspectionStation? station = Cameras.Serve(null);
        station?.Dispose();
        _line?.Dispose();
        _encoder?.Dispose();
        station?.InterruptRest();
        if (_control is { } control)
        {
            control.Ledger?.Enter(StationReceipt(StationState.Stopped, "the agent ends"));
            if (control.Ledger is { } ledger)
                await ledger.DisposeAsync();
            await control.DisposeAsync();
        }

        if (_journal is not null)
            await _journal.DisposeAsync();
        (_trigger, _line, _encoder, _control, _journal) = (null, null, null, null, null);
    }

    private StationReceipt StationReceipt(StationState state, string reason) =>
        new() { State = state, Reason = reason, Software = _parts.Facts.Software, Configuration = _parts.Facts.ConfigurationSha256 };
}
