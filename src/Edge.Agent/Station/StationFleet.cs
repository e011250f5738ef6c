using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Stations;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Station;

/// <summary>The stations of the device. They are as configured at the start; a change takes effect after a restart.</summary>
internal sealed class StationFleet : IAsyncDisposable
{
    private readonly StationHost[] _stations;

    /// <summary>Stations that <see cref="StartAsync"/> opens.</summary>
    /// <param name="stations">Their settings.</param>
    /// <param name="parts">What they work with.</param>
    public StationFleet(IReadOnlyList<StationSettings> stations, Func<StationSettings, StationParts> parts) =>
        _stations = [.. stations.Select(station => new StationHost(station, parts(station)))];

    /// <summary>All stations.</summary>
    public IReadOnlyList<StationHost> All => _stations;

    /// <summary>The station that a camera belongs to; null for none.</summary>
    public StationHost? OfCamera(string camera) => _stations.FirstOrDefault(station => station.Settings.Camera == camera);

    /// <summary>A station by its id, or the only one where none is named; null where there is no such one.</summary>
    public StationHost? Find(string? id) =>
        id is null ? (_stations.Length == 1 ? _stations[0] : null) : _stations.FirstOrDefault(station => station.Id == id);

    /// <summary>Opens all; a station that cannot be opened is in fail-safe, and says why.</summary>
    public async Task StartAsync()
    {
        foreach (StationHost station in _stations)
            await station.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (StationHost station in _stations)
            await station.DisposeAsync();
    }

    /// <summary>What every receipt of a station says: which program, by which settings.</summary>
    public static StationFacts FactsOf(EdgeSettings settings, StationSettings station, ReceiptSoftware software)
    {
        // Whatever a verdict depends on, and nothing that is secret.
        string json = JsonSerializer.Serialize(new { station, settings.Model, settings.Gpio });
        return new StationFacts(settings.Device.Site, settings.Device.Id, software, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))));
    }
}
