using Edge.Agent.Updates.Carried;
using Edge.Contracts.Updates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>
/// Takes orders for carried releases (<c>edge-agent update --from</c>): while one runs, the engine's source is the folder; then it is the cloud's again.
/// An order that a restart interrupts is taken up again.
/// </summary>
/// <param name="files">Orders and results.</param>
/// <param name="building">The engine and its source.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Hears of orders.</param>
internal sealed class CarriedReleases(CarriedFiles files, UpdateBuilding building, TimeProvider time, ILogger<CarriedReleases> log) : BackgroundService
{
    private const int MaximumRootBytes = 512 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private CarriedOrder? _current;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the engine goes on with what a restart interrupted: its file may only be in the folder.
        _current = Turn(null);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    _current = Turn(_current);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    log.LogWarning("Carried releases wait: {Reason}", e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }

    private CarriedOrder? Turn(CarriedOrder? current)
    {
        CarriedOrder? order = files.ReadOrder();
        if (order is not null && order.Id != current?.Id)
            return Begin(order);
        if (current is null)
            return null;
        var updates = building.Engine.Status.Updates.Where(update => current.Targets.ContainsKey(update.Key) && update.Value.Rollout == current.Id).ToDictionary();
        var result = new CarriedResult(current.Id, updates, "");
        bool isOver = result.IsOver && updates.Count == current.Targets.Count;
        files.Tell(result);
        if (!isOver)
            return current;
        End(current);
        return null;
    }

    private CarriedOrder? Begin(CarriedOrder order)
    {
        log.LogInformation("Releases from the folder {Folder}: {Targets}", order.Folder, string.Join(", ", order.Targets.Values));
        try
        {
            // Not through an array: a null array becomes empty memory, not none.
            ReadOnlyMemory<byte>? root = order.RootFile.Length > 0 ? new ReadOnlyMemory<byte>(ReadRoot(order.RootFile)) : null;
            building.Carry(order.Folder, root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            files.Tell(new CarriedResult(order.Id, new Dictionary<ReleaseKind, UpdateProgress>(), e.Message));
            End(order);
            return null;
        }

        building.Engine.SetDesired(new DesiredTargets(order.Targets, order.Id));
        return order;
    }

    private void End(CarriedOrder order)
    {
        building.CarryNoMore();
        files.ClearOrder();
        log.LogInformation("Done with the releases from the folder {Folder}", order.Folder);
    }

    private static byte[] ReadRoot(string file) =>
        new FileInfo(file).Length <= MaximumRootBytes ? File.ReadAllBytes(file) : throw new IOException($"'{file}' has more than {MaximumRootBytes} bytes; is it root metadata?");
}
