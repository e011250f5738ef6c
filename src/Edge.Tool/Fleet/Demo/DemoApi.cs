using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Tool.Fleet.Demo;

/// <summary>The cloud's API, as an operator's program uses it.</summary>
internal sealed class DemoApi : IDisposable
{
    /// <summary>Most that <see cref="AlertsAsync"/> counts.</summary>
    public const int MostAlerts = 200;

    private readonly HttpClient _http;

    /// <summary>The API at <paramref name="address"/> with an API token.</summary>
    public DemoApi(Uri address, string token)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Every device by id.</summary>
    public async Task<IReadOnlyDictionary<string, JsonElement>> DevicesAsync(CancellationToken cancellation)
    {
        JsonElement page = await GetAsync("api/v1/devices?limit=200", cancellation);
        return page.GetProperty("devices").EnumerateArray().ToDictionary(device => device.GetProperty("id").GetString()!, device => device.Clone());
    }

    /// <summary>How many alerts of a device the cloud has stored, up to <see cref="MostAlerts"/>.</summary>
    public async Task<int> AlertsAsync(string device, CancellationToken cancellation)
    {
        JsonElement page = await GetAsync($"api/v1/alerts?device={device}&limit={MostAlerts}", cancellation);
        return page.GetProperty("alerts").GetArrayLength();
    }

    /// <summary>Starts a rollout.</summary>
    public async Task<RolloutView> CreateAsync(RolloutPlan plan, CancellationToken cancellation)
    {
        using HttpContent body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(plan, RolloutJson.Asked));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage answer = await _http.PostAsync(new Uri("api/v1/rollouts", UriKind.Relative), body, cancellation);
        return await ReadAsync<RolloutView>(answer, cancellation);
    }

    /// <summary>A rollout.</summary>
    public async Task<RolloutView> RolloutAsync(string id, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri($"api/v1/rollouts/{id}", UriKind.Relative), cancellation);
        return await ReadAsync<RolloutView>(answer, cancellation);
    }

    /// <summary>What happened in a rollout after the event of that number.</summary>
    public async Task<IReadOnlyList<RolloutEventView>> EventsAsync(string id, long after, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri($"api/v1/rollouts/{id}/events?after={after}", UriKind.Relative), cancellation);
        return await ReadAsync<IReadOnlyList<RolloutEventView>>(answer, cancellation);
    }

    /// <summary>The devices of a rollout.</summary>
    public async Task<IReadOnlyList<RolloutDeviceView>> RolloutDevicesAsync(string id, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri($"api/v1/rollouts/{id}/devices", UriKind.Relative), cancellation);
        return await ReadAsync<IReadOnlyList<RolloutDeviceView>>(answer, cancellation);
    }

    /// <summary>What a device last reported of itself; null before its first report.</summary>
    public static DeviceReport? ReportOf(JsonElement device) =>
        device.TryGetProperty("reported", out JsonElement reported) && reported.ValueKind == JsonValueKind.Object
        && DeviceMessages.TryReadReported(JsonSerializer.SerializeToUtf8Bytes(reported), out ReportedState? state, out _)
            ? state.Signed?.Read()
            : null;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        await RequireAsync(answer, cancellation);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellation)
    {
        await RequireAsync(answer, cancellation);
        return (await answer.Content.ReadFromJsonAsync<T>(RolloutJson.Answered, cancellation))!;
    }

    private static async Task RequireAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
            throw new DemoException($"the cloud answers {(int)answer.StatusCode} to {answer.RequestMessage?.RequestUri?.PathAndQuery}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }
}
