using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>What the simulation asks the operators' API of the cloud.</summary>
internal sealed class SimulationCloud : IDisposable
{
    private const int EventsAPage = 20_000;
    private readonly HttpClient _client;

    /// <summary>The cloud at <paramref name="address"/> with an API token of the role admin.</summary>
    public SimulationCloud(Uri address, string token)
    {
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Makes enrolment tokens.</summary>
    /// <exception cref="CloudRefusedException">It refused.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<IReadOnlyList<string>> TokensAsync(string site, int count, IReadOnlyDictionary<string, string> labels, CancellationToken cancel)
    {
        using HttpResponseMessage response = await _client.PostAsJsonAsync(new Uri("api/v1/enrolment-tokens", UriKind.Relative), new { site, count, labels, hours = 24.0 }, cancel);
        JsonElement answer = await ReadAsync(response, cancel);
        return [.. answer.GetProperty("tokens").EnumerateArray().Select(token => token.GetString()!)];
    }

    /// <summary>Ids of all events that the cloud has of the simulated devices, each as often as it is stored.</summary>
    /// <exception cref="CloudRefusedException">It refused.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<IReadOnlyList<Guid>> StoredAsync(CancellationToken cancel)
    {
        List<Guid> stored = [];
        (string device, string id) = ("", "");
        while (true)
        {
            using HttpResponseMessage response = await _client.GetAsync(new Uri($"api/v1/ingest/events?after={Uri.EscapeDataString(device)}&afterId={Uri.EscapeDataString(id)}&limit={EventsAPage}", UriKind.Relative), cancel);
            JsonElement page = await ReadAsync(response, cancel);
            foreach (JsonElement row in page.EnumerateArray())
            {
                string[] parts = row.GetString()!.Split('/');
                (device, id) = (parts[0], parts[1]);
                stored.Add(Guid.Parse(id));
            }

            if (page.GetArrayLength() < EventsAPage)
                return stored;
        }
    }

    /// <summary>What ingest of the answering instance counted.</summary>
    /// <exception cref="CloudRefusedException">It refused.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<JsonElement> StatisticsAsync(CancellationToken cancel)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri("api/v1/ingest/statistics", UriKind.Relative), cancel);
        return await ReadAsync(response, cancel);
    }

    /// <summary>How many devices of the registry are online.</summary>
    /// <exception cref="CloudRefusedException">It refused.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached.</exception>
    public async Task<long> OnlineAsync(CancellationToken cancel)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri("api/v1/devices/summary", UriKind.Relative), cancel);
        JsonElement sites = await ReadAsync(response, cancel);
        return sites.EnumerateArray().Where(site => site.GetProperty("status").GetString() == "online").Sum(site => site.GetProperty("devices").GetInt64());
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (!response.IsSuccessStatusCode)
        {
            string body = await response.Content.ReadAsStringAsync(cancel);
            throw new CloudRefusedException($"{response.RequestMessage?.RequestUri?.AbsolutePath}: {(int)response.StatusCode} {(body.Length > 300 ? body[..300] : body)}");
        }

        return await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }
}
