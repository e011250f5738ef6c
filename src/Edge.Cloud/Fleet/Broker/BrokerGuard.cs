using System.Runtime.InteropServices;
using System.Text;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Fleet.Broker;

/// <summary>
/// Keeps the broker's list of revoked certificates current and throws out who is on it: at once for a revocation by this instance,
/// by the feed for one by another, and every six hours, so that the list never gets old (an old one shuts everybody out). The
/// certificates of the cloud itself are looked after here too.
/// </summary>
internal sealed partial class BrokerGuard(
    CloudSettings settings, CertificateAuthority authority, ServerIdentity identity, Revocation revocation, FleetFeed feed, BrokerSession sessions, DeviceDirectory directory, TimeProvider time, ILogger<BrokerGuard> log)
    : BackgroundService
{
    private const int Hangup = 1;
    private static readonly TimeSpan ListLife = TimeSpan.FromDays(30);
    private static readonly TimeSpan Often = TimeSpan.FromHours(6);
    private readonly SemaphoreSlim _one = new(1, 1);
    private string _written = "";

    /// <summary>Shuts out a device that was revoked this moment: the list, the broker, and its session if it has one.</summary>
    public async Task ShutOutAsync(string device, CancellationToken cancel)
    {
        await UpdateListAsync(always: false, cancel);
        if (await directory.RefreshAsync(device, cancel) is { Revoked: true })
            await EndSessionAsync(device, cancel);
    }

    /// <summary>Writes the list of revoked certificates if it changed, or <paramref name="always"/>, and tells the broker.</summary>
    /// <returns>Whether it changed.</returns>
    public async Task<bool> UpdateListAsync(bool always, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            bool renewed = always && identity.Renew();
            IReadOnlyList<(string Serial, DateTimeOffset At)> revoked = await revocation.ListAsync(cancel);
            string content = string.Join(' ', revoked.Select(entry => entry.Serial));
            bool changed = content != _written || !File.Exists(authority.Files.Revoked);
            if (changed || always)
            {
                PrivateFile.Write(authority.Files.Revoked, Encoding.ASCII.GetBytes(authority.RevocationList(revoked, ListLife)), PrivateFile.Public);
                _written = content;
            }

            if (changed || always || renewed)
                TellBroker();
            return changed;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anybody starts a broker: it does not start without the list.
        await UpdateListAsync(always: true, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowAsync(stoppingToken), RefreshAsync(stoppingToken));

    private async Task FollowAsync(CancellationToken cancel)
    {
        long seen = feed.Latest;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await foreach (IReadOnlyList<FleetEvent> batch in feed.ReadBatchesAsync(seen, cancel))
                {
                    List<string> subjects = [.. batch.Where(change => change.Kind == FleetEventKinds.Enrolment).Select(change => change.Subject).Distinct()];
                    bool lost = batch.Any(change => change.Kind == FleetEventKinds.Reset);
                    // New devices change nothing here; a revocation by another instance does.
                    if ((lost || subjects.Count > 0) && await UpdateListAsync(always: false, cancel))
                    {
                        foreach (string device in subjects)
                            await ShutOutAsync(device, cancel);
                    }

                    seen = batch[^1].Number;
                }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) // loop edge: the disk or the database may come back.
            {
                log.LogError(exception, "The list of revoked certificates could not be renewed; trying again");
                await Task.Delay(TimeSpan.FromSeconds(5), time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Often, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                try
                {
                    await UpdateListAsync(always: true, cancel);
                }
                catch (Exception exception) when (exception is not OperationCanceledException) // loop edge: the list is good for a month, the next round is soon.
                {
                    log.LogError(exception, "The list of revoked certificates could not be renewed");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task EndSessionAsync(string device, CancellationToken cancel)
    {
        try
        {
            await sessions.EndAsync(device, cancel);
            log.LogInformation("{Device} is revoked; its session at the broker is over", device);
        }
        catch (IOException exception)
        {
            // Its messages are refused where they are stored, and the broker lets it in no more once it reads the list.
            log.LogWarning("{Device} is revoked, but its session at the broker could not be ended: {Reason}", device, exception.Message);
        }
    }

    private void TellBroker()
    {
        if (settings.Broker.PidFile.Length == 0 || !File.Exists(settings.Broker.PidFile))
            return;
        if (!int.TryParse(File.ReadAllText(settings.Broker.PidFile).AsSpan().Trim(), out int process) || process <= 1)
            log.LogWarning("{File} holds no process id; the broker was not told that the list of revoked certificates changed", settings.Broker.PidFile);
        else if (Kill(process, Hangup) != 0)
            log.LogWarning("The broker (process {Process}) could not be told that the list of revoked certificates changed: {Reason}", process, Marshal.GetLastPInvokeErrorMessage());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
