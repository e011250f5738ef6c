namespace Edge.Tool.Fleet.Demo;

/// <summary>Pictures of the dashboard at moments of the story, taken by a real browser that signs in as a person would. Without a browser there are none.</summary>
internal sealed class DemoPictures(DemoOptions options, DemoCloud cloud, DemoTimeline timeline) : IAsyncDisposable
{
    private readonly HashSet<string> _taken = [];
    private DemoBrowser? _browser;
    private bool _isOff = options.Browser is null;

    /// <summary>Takes one of a page, whether or not there is one of that name.</summary>
    public async Task TakeAsync(string name, string page, CancellationToken cancellation)
    {
        if (_isOff)
            return;
        try
        {
            _browser ??= await DemoBrowser.StartAsync(options.Browser!, Path.Combine(options.Folder, "browser"), cancellation);
            if (_taken.Count == 0)
                await _browser.SignInAsync(cloud.Address, DemoCloud.Operator, cloud.Password, cancellation);
            string file = Path.Combine(options.Folder, "pictures", name + ".png");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, await _browser.PictureAsync(new Uri(cloud.Address, page), cancellation), cancellation);
            _taken.Add(name);
            timeline.Tell("dashboard", $"picture {Path.GetRelativePath(options.Folder, file)}");
        }
        catch (Exception e) when (e is DemoException or IOException or System.Net.WebSockets.WebSocketException or HttpRequestException or TimeoutException)
        {
            _isOff = true;
            timeline.Tell("dashboard", $"no pictures: {e.Message}", isBad: true);
        }
    }

    /// <summary>Takes one of a page unless there is one of that name.</summary>
    public Task TakeOnceAsync(string name, string page, CancellationToken cancellation) => _taken.Contains(name) ? Task.CompletedTask : TakeAsync(name, page, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _browser?.DisposeAsync() ?? ValueTask.CompletedTask;
}
