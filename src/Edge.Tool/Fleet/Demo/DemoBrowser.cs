using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Tool.Fleet.Demo;

/// <summary>A Chromium without a window, driven over its DevTools protocol (Page, Runtime and Emulation domains). One caller at a time.</summary>
internal sealed class DemoBrowser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private int _number;

    private DemoBrowser(Process process) => _process = process;

    /// <summary>Starts one with a profile of its own.</summary>
    /// <exception cref="DemoException">It does not start.</exception>
    public static async Task<DemoBrowser> StartAsync(string program, string profile, CancellationToken cancellation)
    {
        Directory.CreateDirectory(profile);
        var start = new ProcessStartInfo(program,
        [
            "--headless=new", "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0", $"--user-data-dir={profile}",
            .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox"] : [], "about:blank",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        var browser = new DemoBrowser(Process.Start(start)!);
        try
        {
            await browser.ConnectAsync(Path.Combine(profile, "DevToolsActivePort"), cancellation);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs in; the session's cookie stays in the browser.</summary>
    /// <exception cref="DemoException">The cloud refuses.</exception>
    public async Task SignInAsync(Uri cloud, string name, string password, CancellationToken cancellation)
    {
        await OpenAsync(cloud, cancellation);
        string body = JsonSerializer.Serialize(JsonSerializer.Serialize(new { name, password }));
        JsonNode? status = await EvaluateAsync($"fetch('/api/v1/session', {{ method: 'POST', headers: {{ 'Content-Type': 'application/json' }}, body: {body} }}).then(answer => answer.status)", cancellation);
        if (status?.GetValue<int>() != 200)
            throw new DemoException($"the dashboard's sign-in answers {status}");
    }

    /// <summary>A picture of a page in PNG, after it has settled.</summary>
    public async Task<byte[]> PictureAsync(Uri page, CancellationToken cancellation)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 1280, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false }, cancellation);
        await OpenAsync(page, cancellation);
        JsonNode? answer = await SendAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png", ["captureBeyondViewport"] = true }, cancellation);
        return Convert.FromBase64String(answer!["data"]!.GetValue<string>());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // The page draws itself from the API and keeps an event stream open: there is no moment that the browser calls idle.
    private async Task OpenAsync(Uri page, CancellationToken cancellation)
    {
        await SendAsync("Page.navigate", new JsonObject { ["url"] = "about:blank" }, cancellation);
        await SendAsync("Page.navigate", new JsonObject { ["url"] = page.ToString() }, cancellation);
        long start = Stopwatch.GetTimestamp();
        do
        {
            await Task.Delay(Settle, cancellation);
        }
        while (await IsLoadingAsync(cancellation) && Stopwatch.GetElapsedTime(start) < Patience);
    }

    private async Task<bool> IsLoadingAsync(CancellationToken cancellation) =>
        (await EvaluateAsync("document.readyState !== 'complete' || document.querySelector('.loading') !== null", cancellation))?.GetValue<bool>() ?? true;

    private async Task ConnectAsync(string portFile, CancellationToken cancellation)
    {
        _ = _process.StandardError.ReadToEndAsync(cancellation);
        _ = _process.StandardOutput.ReadToEndAsync(cancellation);
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(portFile) || (await File.ReadAllLinesAsync(portFile, cancellation)).Length < 2)
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
                throw new DemoException("the browser does not start");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }

        int port = int.Parse((await File.ReadAllLinesAsync(portFile, cancellation))[0], System.Globalization.CultureInfo.InvariantCulture);
        using var http = new HttpClient();
        JsonNode pages = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list"), cancellation))!;
        string address = pages.AsArray().First(page => page!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await _socket.ConnectAsync(new Uri(address), cancellation);
        await SendAsync("Page.enable", [], cancellation);
    }

    private async Task<JsonNode?> EvaluateAsync(string script, CancellationToken cancellation)
    {
        JsonNode? answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true }, cancellation);
        return answer?["result"]?["value"];
    }

    private async Task<JsonNode?> SendAsync(string method, JsonObject parameters, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        int number = ++_number;
        byte[] request = Encoding.UTF8.GetBytes(new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters }.ToJsonString());
        try
        {
            await _socket.SendAsync(request, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            while (true)
            {
                JsonNode message = JsonNode.Parse(await ReceiveAsync(limit.Token))!;
                if (message["id"]?.GetValue<int>() != number)
                    continue;
                return message["error"] is { } error ? throw new DemoException($"the browser refuses {method}: {error["message"]}") : message["result"];
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the browser does not answer to {method}");
        }
    }

    private async Task<byte[]> ReceiveAsync(CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        byte[] part = new byte[64 * 1024];
        WebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part, cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new DemoException("the browser has ended");
            message.Write(part, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return message.ToArray();
    }
}
