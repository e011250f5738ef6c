using Edge.Cloud.Security;
using Edge.Cloud.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Edge.Cloud.Tests.Dashboard;

/// <summary>A real browser before a cloud with a fleet. Whatever a page complains of on its console fails the test; screenshots are kept as test output.</summary>
public sealed class DashboardBrowser : IAsyncLifetime
{
    public const string Password = "a long enough password";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal FleetScene Scene { get; private set; } = null!;

    /// <summary>Where screenshots go: <c>TestResults/dashboard</c> beside the test project, or where EDGE_SCREENSHOTS says.</summary>
    private static string Screenshots => Environment.GetEnvironmentVariable("EDGE_SCREENSHOTS") is { Length: > 0 } folder
        ? folder
        : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../TestResults/dashboard"));

    public async Task InitializeAsync()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return;
        Scene = await StreetFleet.StartAsync();
        await AddOperatorAsync("ana", OperatorRole.Admin);
        await AddOperatorAsync("vic", OperatorRole.Viewer);
        Assertions.SetDefaultExpectTimeout(15_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = BrowserFactAttribute.Chromium, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (Scene is not null)
            await Scene.DisposeAsync();
    }

    /// <summary>A window without a session.</summary>
    internal async Task<DashboardWindow> OpenAsync(int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Scene.Cloud.OperatorUrl.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            IsMobile = width < 600,
            HasTouch = width < 600,
            Locale = "en-GB",
        });
        return await DashboardWindow.OpenAsync(context, Screenshots);
    }

    /// <summary>A window in which somebody has signed in.</summary>
    internal async Task<DashboardWindow> SignedInAsync(string name = "ana", int width = 1280, int height = 860, ColorScheme scheme = ColorScheme.Light)
    {
        DashboardWindow window = await OpenAsync(width, height, scheme);
        await window.Page.GotoAsync("/sign-in");
        await window.SignInAsync(name, Password);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Fleet", Exact = true })).ToBeVisibleAsync();
        return window;
    }

    private async Task AddOperatorAsync(string name, OperatorRole role)
    {
        OperatorStore operators = Scene.Cloud.Services.GetRequiredService<OperatorStore>();
        string secret = (await operators.AddAsync(name, role, "test", CancellationToken.None))!;
        Assert.NotNull(await operators.WelcomeAsync(secret, Password, CancellationToken.None));
    }
}
