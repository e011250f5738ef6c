using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Agent.Gpio;
using Edge.Agent.Identity;
using Edge.Agent.Outbox;
using Edge.Agent.Pipeline;
using Edge.Agent.Station;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Receipts;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>The stations of the settings, with the key that they share. Owns the key.</summary>
internal sealed class StationBuilding : IDisposable
{
    private readonly DeviceKey? _key;

    /// <summary>Makes the stations; <see cref="StationFleet.StartAsync"/> opens them.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="work">What stations work with: the model in force, the way to open others, the outbox, evidence, the device's lines.</param>
    /// <param name="changed">Hears how they stand; any thread, must be quick.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Loggers.</param>
    /// <exception cref="DeviceKeyException">The device's key cannot be read or made.</exception>
    public StationBuilding(EdgeSettings settings, (ModelSlot Models, ModelLoader Loader, IOutbox Outbox, EvidenceRecorder? Evidence, LineBank Lines) work, Action<StationReading> changed, TimeProvider time, ILoggerFactory loggers)
    {
        if (settings.Stations.Count == 0)
        {
            Fleet = new StationFleet([], _ => throw new InvalidOperationException("there is no station"));
            return;
        }

        DeviceKey key = _key = DeviceKey.Load(settings.Device.DataPath);
        ReceiptSoftware software = SoftwareDigest.Of(AgentHost.Version, AppContext.BaseDirectory);
        Fleet = new StationFleet(settings.Stations, station => new StationParts
        {
            Models = work.Models,
            OpenAnomaly = path => work.Loader.OpenAnomalyAsync(settings.Model, path, CancellationToken.None),
            Outbox = work.Outbox,
            Evidence = work.Evidence,
            ThumbnailWidth = settings.Evidence.ThumbnailWidth,
            Lines = work.Lines,
            Key = key,
            Facts = StationFleet.FactsOf(settings, station, software),
            DataPath = settings.Device.DataPath,
            Changed = changed,
            Clock = time,
            Log = loggers.CreateLogger("Edge.Agent.Station"),
        });
    }

    /// <summary>The stations.</summary>
    public StationFleet Fleet { get; }

    /// <summary>Forgets the key; the stations must have ended.</summary>
    public void Dispose() => _key?.Dispose();
}
