using Edge.Agent.Configuration.Stations;
using Edge.Agent.Station.Messages;
using Edge.Agent.Station.Receipts;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;
using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Interlock;
using Edge.Domain.Inspection.Line;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>
/// What a station is doing and may do: its product, its golden parts, its faults, and from all of them its mode. One loop weighs them, puts the line
/// into fail-safe and out of it, and tells; everybody else only leaves word and wakes it. Thread safe.
/// </summary>
internal sealed class StationControl : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly StationSettings _settings;
    private readonly StationParts _parts;
    private readonly StationJudges _judges;
    private readonly StationInterlock _interlock;
    private readonly Dictionary<string, IReadOnlyDictionary<string, double>> _thresholds;
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private volatile string? _journalFault;
    private volatile string? _finderFault;
    private LineState _lineState = LineState.Ready;
    private FailSafeReason _lineReason;
    private volatile ReceiptJournal? _journal;
    private volatile IPartLine? _line;
    private Task _loop = Task.CompletedTask;
    private StationReading? _told;

    private StationControl(StationSettings settings, StationParts parts, StationMemory memory, StationJudges judges)
    {
        _settings = settings;
        _parts = parts;
        _judges = judges;
        _thresholds = settings.Products.ToDictionary(product => product.Id, product => StationFacts.Thresholds(settings, product), StringComparer.Ordinal);
        Memory = memory;
        Standing = new StationStanding(settings.Id, parts.Clock);
        Standing.SetProduct(Product);
        _interlock = new StationInterlock(settings.Interlock, judges.Subject, memory, parts.Clock, InterlockChanged);
    }

    /// <summary>A station that takes no parts yet, with the product that was set last.</summary>
    /// <exception cref="FinderFault">A template or pack of the product cannot be used.</exception>
    public static async Task<StationControl> OpenAsync(StationSettings settings, StationParts parts)
    {
        var memory = new StationMemory(Path.Combine(FolderOf(parts.DataPath, settings.Id), "state.json"), parts.Log);
        var judges = new StationJudges(settings, parts);
        await judges.SetAsync(Find(settings, memory.Product) ?? settings.Products[0]);
        return new StationControl(settings, parts, memory, judges);
    }

    /// <summary>Counters and mode.</summary>
    public StationStanding Standing { get; }

    /// <summary>What outlives a restart.</summary>
    public StationMemory Memory { get; }

    /// <summary>Receipts and messages; null before the start.</summary>
    public PartLedger? Ledger { get; private set; }

    /// <summary>The judge of the product that is set.</summary>
    public PartJudge? Judge => _judges.Current;

    /// <summary>Id of the product that is set.</summary>
    public string Product => _judges.Current!.Product;

    /// <summary>Whether parts are taken away by their verdicts.</summary>
    public bool HasLine => _line is not null;

    /// <summary>Whether a sensor watches the ejections.</summary>
    public bool HasSensor => _line?.HasSensor ?? false;

    /// <summary>Whether triggers count: there is a journal to note parts in.</summary>
    public bool TakesParts => _journal is not null && !_stop.IsCancellationRequested;

    /// <summary>Where a station keeps what is its own.</summary>
    public static string FolderOf(string dataPath, string station) => Path.Combine(dataPath, "stations", station);

    /// <summary>Begins work. The journal and the line are the caller's.</summary>
    public void Start(ReceiptJournal journal, PartLedger ledger, IPartLine? line)
    {
        Ledger = ledger;
        _line = line;
        _lineState = line is null ? LineState.Ready : LineState.Draining;
        _journalFault = journal.Fault;
        _journal = journal;
        _loop = RunAsync();
    }

    /// <summary>What the part of a trigger is presented for.</summary>
    public InterlockTicket TicketOfNext() => _interlock.Take();

    /// <summary>A part will get no verdict.</summary>
    public void NoVerdictFor(PartCase part) => _interlock.Withdraw(part.Ticket);

    /// <summary>A place on the line.</summary>
    public PartOpening OpenOnLine(long number, long timestamp) => _line?.Open(number, timestamp) ?? PartOpening.Opened;

    /// <summary>Notes a part in the journal.</summary>
    /// <returns>False where the disk refuses: the line puts the part out, since no verdict will come.</returns>
    public bool Note(PartCase part)
    {
        try
        {
            _journal!.PartOpened(new OpenPart(part.Trigger.PartId, part.Product, PartRecords.TriggerOf(part.Trigger)));
            return true;
        }
        catch (ReceiptJournalException e)
        {
            JournalFault(e.Message);
            return false;
        }
    }

    /// <summary>Whether the outputs may follow a part's verdict, as far as golden parts go.</summary>
    public InterlockRuling Rule(PartCase part, Verdict verdict) => _interlock.Judge(part.Ticket, verdict);

    /// <summary>The line hears of a verdict.</summary>
    public void Decide(long number, bool ejects) => _line?.Decide(number, ejects);

    /// <summary>The judge for a part; another model than before is told to the interlock.</summary>
    /// <exception cref="FinderFault">There is none.</exception>
    public PartJudge JudgeFor(string product)
    {
        PartJudge judge = _judges.For(product, out bool changed);
        if (changed)
            _interlock.SubjectIs(_judges.Subject);
        return judge;
    }

    /// <summary>What is needed to judge cannot be used: fail-safe, until it is cleared or another product is set.</summary>
    public void FinderFailed(string why)
    {
        _finderFault = why;
        Wake();
    }

    /// <summary>The disk takes no receipts (why), or does again (null).</summary>
    public void JournalFault(string? why)
    {
        _journalFault = why;
        Wake();
    }

    /// <summary>The line is in another state.</summary>
    public void LineChanged(LineState state, FailSafeReason reason)
    {
        (_lineState, _lineReason) = (state, reason);
        Wake();
    }

    /// <summary>Something worth telling happened.</summary>
    public void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or has ended.
        }
    }

    /// <summary>Sets a product.</summary>
    /// <returns>Why not; null when it is set.</returns>
    public async Task<string?> SetProductAsync(string product, string? by)
    {
        if (Find(_settings, product) is not { } wanted)
            return $"product: station '{_settings.Id}' has no product '{product}'; allowed: {string.Join(", ", _settings.Products.Select(one => one.Id))}";
        try
        {
            await _judges.SetAsync(wanted);
        }
        catch (FinderFault e)
        {
            return e.Message;
        }

        _finderFault = null;
        Memory.Product = product;
        Standing.SetProduct(product);
        _interlock.SubjectIs(_judges.Subject);
        _parts.Log.LogInformation("Station {Station}: product {Product} is set by {By}", _settings.Id, product, by ?? "a command");
        Wake();
        return null;
    }

    /// <summary>Clears faults, the line's fail-safe and a tripped interlock. What caused them comes back by itself where it lasts.</summary>
    public void Clear(string by, string why)
    {
        _parts.Log.LogWarning("Station {Station}: cleared by {By}: {Why}", _settings.Id, by, why);
        if (_interlock.Mode == InterlockMode.Tripped)
            Ledger?.Enter(new InterlockReceipt { State = InterlockState.Cleared, Reason = why, By = by });
        _finderFault = null;
        _interlock.SubjectIs(_judges.Subject);
        _interlock.Clear(by, why);
        _line?.Clear();
        Wake();
    }

    /// <summary>Asks for golden parts now. False where the station asks for none.</summary>
    public bool AskGolden()
    {
        bool asks = _interlock.Request();
        Wake();
        return asks;
    }

    /// <summary>How it stands.</summary>
    public StationReading Read() => Standing.Read(_line?.InFlight ?? 0, _interlock.Describe());

    /// <summary>Limits of a product, for receipts.</summary>
    public IReadOnlyDictionary<string, double> ThresholdsOf(string product) =>
        _thresholds.TryGetValue(product, out IReadOnlyDictionary<string, double>? known) ? known : _thresholds[_settings.Products[0].Id];

    /// <summary>Scale of a product; 0 where it is unknown.</summary>
    public float MillimetresPerPixel(string product) =>
        Find(_settings, product) is { PixelsPerMm: > 0 } known ? 1 / known.PixelsPerMm : 0;

    /// <summary>Takes no more parts.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
            return;
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Standing.Enter(StationMode.Stopped, "the agent ends");
        Tell(Read());
        _wake.Dispose();
        _stop.Dispose();
        _judges.Dispose();
    }

    private static ProductSettings? Find(StationSettings settings, string? product) => settings.Products.FirstOrDefault(one => one.Id == product);

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                // A model may have been put in force since: better asked for golden parts now than at the next part.
                _interlock.SubjectIs(_judges.Subject);
                _interlock.Tick();
                Weigh();
                await _wake.WaitAsync(LookEvery, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The station ends.
        }
    }

    private void Weigh()
    {
        (StationMode mode, string? reason) = ModeNow();
        if (!MayRun)
            _line?.Trip();
        else if (_lineState == LineState.FailSafe && _lineReason == FailSafeReason.Asked)
            _line?.Clear();
        if (Standing.Enter(mode, reason))
        {
            if (mode == StationMode.Running)
                _parts.Log.LogInformation("Station {Station}: running", _settings.Id);
            else
                _parts.Log.LogWarning("Station {Station}: {Mode}: {Reason}", _settings.Id, mode, reason);
        }

        Tell(Read());
    }

    // Time alone is no news.
    private void Tell(StationReading reading)
    {
        if (_told is { } before && reading with { At = before.At } == before)
            return;
        _told = reading;
        _parts.Changed(reading);
    }

    private const string Draining = "the belt is drained: what is on it is put out";

    // What the line itself has to say is not asked here: it is in fail-safe by itself then.
    private bool MayRun => _journalFault is null && _finderFault is null && _interlock.Mode == InterlockMode.Running;

    private (StationMode Mode, string? Reason) ModeNow()
    {
        if ((_journalFault ?? _finderFault) is { } fault)
            return (StationMode.FailSafe, fault);
        return _interlock.Mode switch
        {
            InterlockMode.Tripped => (StationMode.InterlockTripped, _interlock.Reason),
            InterlockMode.Waiting => (StationMode.WaitingForGoldenPart, _interlock.Reason),
            _ => _lineState switch
            {
                LineState.FailSafe when _lineReason != FailSafeReason.Asked => (StationMode.FailSafe, $"the line: {_lineReason}"),
                LineState.FailSafe or LineState.Draining => (StationMode.FailSafe, Draining),
                LineState.Closed => (StationMode.Stopped, "the line has ended"),
                _ => (StationMode.Running, null),
            },
        };
    }

    private void InterlockChanged(InterlockChange change)
    {
        if (change.Event == InterlockEvent.Tripped)
            Ledger?.Enter(new InterlockReceipt { State = InterlockState.Tripped, Reason = change.Reason });
        Wake();
    }
}
