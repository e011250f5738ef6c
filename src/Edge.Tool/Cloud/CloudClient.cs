using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Edge.Tool.Cloud;

/// <summary>A cloud's API, as an operator with a token uses it. Safe for any number of threads.</summary>
internal sealed class CloudClient : IDisposable
{
    private readonly HttpClient _http;

    private CloudClient(HttpClient http) => _http = http;

    /// <summary>Reaches a cloud; nothing is sent yet.</summary>
    /// <param name="address">Its address; plain HTTP only on this machine, since a token goes with every request.</param>
    /// <param name="tokenFile">File with the token; nothing of it goes into errors.</param>
    /// <param name="authorityFile">PEM file of the authority of the cloud's certificate; null: the system's own.</param>
    /// <exception cref="IOException">The address is none, or a file holds not what it should.</exception>
    public static CloudClient Open(string address, string tokenFile, string? authorityFile = null)
    {
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            throw new IOException($"'{address}' is no address of a cloud; allowed: https://…, or http:// on this machine");
        string token = File.ReadAllText(tokenFile).Trim();
        if (token.Length == 0 || token.Any(letter => !char.IsAscii(letter) || char.IsWhiteSpace(letter)))
            throw new IOException($"'{tokenFile}' holds no token: one line of letters without spaces");
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AllowAutoRedirect = false };
        if (authorityFile is not null)
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { Authority(authorityFile) }, RevocationMode = X509RevocationMode.NoCheck };
        var http = new HttpClient(handler) { BaseAddress = uri, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new CloudClient(http);
    }

    /// <summary>Reads.</summary>
    /// <param name="path">Path below the cloud's address, without a slash before it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CloudException">It did not answer, or refused.</exception>
    public Task<T> GetAsync<T>(string path, CancellationToken cancel) => SendAsync<T>(HttpMethod.Get, path, null, cancel);

    /// <summary>Does something, and reads what came of it.</summary>
    /// <param name="path">Path below the cloud's address, without a slash before it.</param>
    /// <param name="body">Written as JSON; null: an empty object.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CloudException">It did not answer, or refused.</exception>
    public Task<T> PostAsync<T>(string path, object? body, CancellationToken cancel) =>
        SendAsync<T>(HttpMethod.Post, path, JsonContent.Create(body ?? new object(), body?.GetType() ?? typeof(object), options: JsonSerializerOptions.Web), cancel);

    /// <summary>Lets go of the connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(HttpMethod method, string path, HttpContent? body, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, cancel);
            if (!answer.IsSuccessStatusCode)
                throw new CloudException($"{_http.BaseAddress} answered {(int)answer.StatusCode}: {await ReasonAsync(answer, cancel)}", isRefusal: (int)answer.StatusCode is >= 400 and < 500 and not 429);
            return await answer.Content.ReadFromJsonAsync<T>(JsonSerializerOptions.Web, cancel) ?? throw new CloudException($"{_http.BaseAddress}{path} answered nothing", isRefusal: false);
        }
        catch (HttpRequestException e)
        {
            throw new CloudException($"{_http.BaseAddress} can't be reached: {e.Message}", isRefusal: false, e);
        }
        catch (TaskCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new CloudException($"{_http.BaseAddress} did not answer within {_http.Timeout.TotalSeconds:0} s", isRefusal: false, e);
        }
        catch (JsonException e)
        {
            throw new CloudException($"{_http.BaseAddress}{path} answered what is none of this cloud's answers: {e.Message}", isRefusal: false, e);
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.Unauthorized: return "the token is unknown, withdrawn or expired";
            case HttpStatusCode.Forbidden: return "the token's operator lacks the role for this";
        }

        try
        {
            using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancel));
            return problem.RootElement.TryGetProperty("detail", out JsonElement text) ? text.GetString() ?? "" : "no reason given";
        }
        catch (JsonException)
        {
            return "no reason given";
        }
    }

    private static X509Certificate2 Authority(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (CryptographicException e)
        {
            throw new IOException($"'{file}' holds no certificate in PEM: {e.Message}", e);
        }
    }
}
