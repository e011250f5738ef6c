using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Edge.Contracts.Enrolment;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>
/// A fleet against a real cloud:
/// <list type="number">
/// <item>enrol the devices that are not enrolled yet, each with a token of its own;</item>
/// <item>connect them all at once, and wait until the registry has all of them online;</item>
/// <item>telemetry only, for a while;</item>
/// <item>a burst of alerts, and wait until every alert has its receipt;</item>
/// <item>where it is wanted: wait until a rollout has reached all of them;</item>
/// <item>compare what the cloud stored with what was raised, id by id.</item>
/// </list>
/// Each phase is announced on a line of its own, so that a script can break things in its middle.
/// </summary>
internal sealed class FleetSimulation(SimulationSettings settings, SimulationCloud cloud, Uri devicesAddress, IdentityStore store, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ConnectFor = TimeSpan.FromMinutes(10);
    private readonly List<SimulationReport.Phase> _phases = [];
    private long _toldAt;
    private long _untold;
    private long _peakMemory;

    /// <summary>Runs it all.</summary>
    /// <exception cref="CloudRefusedException">The cloud refused something.</exception>
    /// <exception cref="HttpRequestException">The cloud cannot be reached.</exception>
    public async Task<SimulationReport> RunAsync(CancellationToken cancel)
    {
        (List<DeviceIdentity> identities, IdentityStore.KnownCloud known) = await EnrolAsync(cancel);
        using var root = X509Certificate2.CreateFromPem(known.RootPem);
        BrokerAddress broker = known.Broker with { Host = known.Broker.Host.Length > 0 ? known.Broker.Host : devicesAddress.Host };
        HashSet<Guid> before = [.. await cloud.StoredAsync(cancel)];
        var parts = new SimulationParts(settings, broker, root, time, Tell);
        await using var fleet = new SimulatedFleet(identities, parts);

        await ConnectAsync(fleet, parts, cancel);
        await SteadyAsync(parts, cancel);
        await BurstAsync(fleet, parts, cancel);
        if (settings.RolloutFor > TimeSpan.Zero)
            await RolloutAsync(parts, cancel);
        return await CheckAsync(fleet, parts, before, cancel);
    }

    private async Task<(List<DeviceIdentity> Identities, IdentityStore.KnownCloud Cloud)> EnrolAsync(CancellationToken cancel)
    {
        (List<DeviceIdentity> identities, IdentityStore.KnownCloud? known) = store.Load();
        int missing = settings.Devices - identities.Count;
        if (missing <= 0 && known is not null)
            return ([.. identities.Take(settings.Devices)], known);

        Announce("enrol");
        long start = time.GetTimestamp();
        var tokens = new List<(string Site, string Token)>();
        for (int site = 0; site < settings.Sites; site++)
        {
            int count = (missing / settings.Sites) + (site < missing % settings.Sites ? 1 : 0);
            string name = string.Create(CultureInfo.InvariantCulture, $"sim-site-{site}");
            if (count > 0)
                tokens.AddRange((await cloud.TokensAsync(name, count, new Dictionary<string, string> { ["simulated"] = "yes" }, cancel)).Select(token => (name, token)));
        }

        if (!EnrolmentToken.TryParse(tokens[0].Token, out EnrolmentToken? first))
            throw new CloudRefusedException("the cloud's tokens are none");
        using DeviceEnrolment enrolment = await DeviceEnrolment.OpenAsync(devicesAddress, first, cancel);
        int number = identities.Count;
        string run = Guid.NewGuid().ToString("N")[..6];
        var made = new DeviceIdentity[missing];
        var histogram = new LatencyHistogram();
        await Parallel.ForAsync(0, missing, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancel }, async (i, token) =>
        {
            long began = time.GetTimestamp();
            string id = string.Create(CultureInfo.InvariantCulture, $"sim-{run}-{number + i:00000}");
            made[i] = await enrolment.EnrolAsync(tokens[i].Token, id, "SN-" + id, token);
            histogram.Add(time.GetElapsedTime(began));
        });
        identities.AddRange(made);
        known = new IdentityStore.KnownCloud(enrolment.Root.ExportCertificatePem(), enrolment.Broker!);
        store.Save(identities, known);
        Done("enrol", start, missing, missing, histogram);
        return (identities, known);
    }

    private async Task ConnectAsync(SimulatedFleet fleet, SimulationParts parts, CancellationToken cancel)
    {
        Announce("connect");
        long start = time.GetTimestamp();
        fleet.Connect();
        await UntilAsync(() => parts.Numbers.Connected >= settings.Devices, ConnectFor, cancel);
        Done("connect", start, parts.Numbers.Connected, settings.Devices, parts.Numbers.Connecting);
        long online = 0;
        long waiting = time.GetTimestamp();
        while ((online = await cloud.OnlineAsync(cancel)) < settings.Devices && time.GetElapsedTime(waiting) < settings.SettleFor)
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
        Done("online", start, Math.Min(online, settings.Devices), settings.Devices, null);
    }

    private async Task SteadyAsync(SimulationParts parts, CancellationToken cancel)
    {
        Announce("steady");
        long start = time.GetTimestamp();
        long before = parts.Numbers.TelemetryTaken;
        await UntilAsync(() => false, settings.SteadyFor, cancel);
        Done("steady", start, parts.Numbers.TelemetryTaken - before, 0, parts.Numbers.Telemetry);
    }

    private async Task BurstAsync(SimulatedFleet fleet, SimulationParts parts, CancellationToken cancel)
    {
        Announce("burst");
        long start = time.GetTimestamp();
        await fleet.BurstAsync(cancel);
        Announce("settle");
        await UntilAsync(() => fleet.Pending == 0, settings.SettleFor, cancel);
        Done("alerts", start, parts.Numbers.Receipted, parts.Numbers.AlertsRaised, parts.Numbers.Receipts);
    }

    private async Task RolloutAsync(SimulationParts parts, CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        parts.RolloutStart = start;
        Announce("rollout");
        await UntilAsync(() => parts.Numbers.ReportedTaken >= settings.Devices, settings.RolloutFor, cancel);
        Done("rollout", start, Math.Min(parts.Numbers.ReportedTaken, settings.Devices), settings.Devices, parts.Numbers.Desired);
    }

    private async Task<SimulationReport> CheckAsync(SimulatedFleet fleet, SimulationParts parts, HashSet<Guid> before, CancellationToken cancel)
    {
        Announce("check");
        List<Guid> stored = [.. (await cloud.StoredAsync(cancel)).Where(id => !before.Contains(id))];
        HashSet<Guid> distinct = [.. stored];
        HashSet<Guid> receipted = [.. fleet.Devices.SelectMany(device => device.Receipted)];
        LoadNumbers numbers = parts.Numbers;
        return new SimulationReport
        {
            Devices = settings.Devices,
            Phases = _phases,
            Raised = numbers.AlertsRaised,
            Receipted = numbers.Receipted,
            Lost = fleet.Devices.SelectMany(device => device.Raised).LongCount(id => !distinct.Contains(id)),
            StoredTwice = stored.Count - distinct.Count,
            FalseReceipts = receipted.LongCount(id => !distinct.Contains(id)),
            Sent = numbers.AlertsSent,
            LostConnections = numbers.LostConnections,
            RefusedConnections = numbers.RefusedConnections,
            TelemetryTaken = numbers.TelemetryTaken,
            TelemetrySent = numbers.TelemetrySent,
            PeakMemoryBytes = _peakMemory,
            Ingest = await cloud.StatisticsAsync(cancel),
        };
    }

    private async Task UntilAsync(Func<bool> done, TimeSpan longest, CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        using var process = Process.GetCurrentProcess();
        while (!done() && time.GetElapsedTime(start) < longest)
        {
            process.Refresh();
            _peakMemory = Math.Max(_peakMemory, process.WorkingSet64);
            await Task.Delay(Look, time, cancel);
        }
    }

    private void Announce(string phase) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"phase {phase} {time.GetUtcNow():HH:mm:ss}"));

    private void Done(string name, long start, long count, long wanted, LatencyHistogram? times)
    {
        var phase = new SimulationReport.Phase(name, time.GetElapsedTime(start).TotalSeconds, count, wanted, times is null ? null : SimulationReport.PhaseTimes.Of(times));
        _phases.Add(phase);
        output.WriteLine(phase);
    }

    // When ten thousand connections break, one line says it better than ten thousand.
    private void Tell(string what)
    {
        long now = time.GetTimestamp();
        long last = Interlocked.Read(ref _toldAt);
        if ((last != 0 && time.GetElapsedTime(last, now) < TimeSpan.FromSeconds(1)) || Interlocked.CompareExchange(ref _toldAt, now, last) != last)
        {
            Interlocked.Increment(ref _untold);
            return;
        }

        long untold = Interlocked.Exchange(ref _untold, 0);
        output.WriteLine(untold > 0 ? $"  {what} (and {untold} more)" : $"  {what}");
    }
}
