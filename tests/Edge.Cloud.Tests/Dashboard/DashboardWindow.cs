using Microsoft.Playwright;

namespace Edge.Cloud.Tests.Dashboard;

/// <summary>A window of the browser.</summary>
internal sealed class DashboardWindow : IAsyncDisposable
{
    // Also where a whole machine is busy; what fails should say so soon.
    private const float MostMilliseconds = 15_000;

    private readonly IBrowserContext _context;
    private readonly string _screenshots;
    private readonly List<string> _complaints = [];

    private DashboardWindow(IBrowserContext context, IPage page, string screenshots) => (_context, Page, _screenshots) = (context, page, screenshots);

    public IPage Page { get; }

    public static async Task<DashboardWindow> OpenAsync(IBrowserContext context, string screenshots)
    {
        IPage page = await context.NewPageAsync();
        page.SetDefaultTimeout(MostMilliseconds);
        var window = new DashboardWindow(context, page, screenshots);
        page.PageError += (_, error) => window._complaints.Add(error);
        // A request that is refused on purpose is no complaint; what the content policy stopped is.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                window._complaints.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("http://127.0.0.1", StringComparison.Ordinal))
                window._complaints.Add($"it asks for {request.Url}");
        };
        return window;
    }

    public async Task SignInAsync(string name, string password)
    {
        await Page.GetByLabel("Name").FillAsync(name);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>Keeps a picture of the page, and makes sure that nothing of it lies beside the screen.</summary>
    public async Task ShootAsync(string name, bool whole = true)
    {
        Directory.CreateDirectory(_screenshots);
        await Page.EvaluateAsync("() => Promise.all([...document.images].filter(image => !image.complete && image.loading !== 'lazy').map(image => new Promise(done => image.onload = image.onerror = done)))");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_screenshots, name + ".png"), FullPage = whole, Animations = ScreenshotAnimations.Disabled });
        int beyond = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(beyond <= 0, $"{name}: the page is {beyond} pixels wider than the screen");
    }

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(_complaints);
    }
}
