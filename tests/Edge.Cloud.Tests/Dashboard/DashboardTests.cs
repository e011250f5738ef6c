using System.Text.RegularExpressions;
using Edge.Cloud.Tests.Scenes;
using Edge.Contracts.Messages;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Edge.Cloud.Tests.Dashboard;

/// <summary>The dashboard's main paths in a real browser.</summary>
public sealed partial class DashboardTests(DashboardBrowser browser) : IClassFixture<DashboardBrowser>
{
    // Tests share the fleet; only one of them changes these devices.
    private const string RolloutSite = "old-town";
    private const int PhoneWidth = 390;
    private const int PhoneHeight = 844;

    private FleetScene Scene => browser.Scene;

    [BrowserFact]
    public async Task SignIn_WrongPassword_IsSaid_AndTheRightOneLeadsWhereOneWanted()
    {
        await using DashboardWindow window = await browser.OpenAsync();
        await window.Page.GotoAsync("/alerts");
        await Expect(window.Page).ToHaveURLAsync(SignInAddress());
        await window.ShootAsync("sign-in");
        await window.SignInAsync("ana", "not the password");
        await Expect(window.Page.GetByText("Name or password are wrong")).ToBeVisibleAsync();
        await window.SignInAsync("ana", DashboardBrowser.Password);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Alerts" })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(window.Page.GetByLabel("Password")).ToBeVisibleAsync();
        await window.Page.GotoAsync("/fleet");
        await Expect(window.Page.GetByLabel("Password")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Fleet_AtAGlance_ShowsWhoNeedsAttention_AndChangesByItself()
    {
        await using DashboardWindow window = await browser.SignedInAsync();
        IPage page = window.Page;
        await Expect(page.GetByText("16 devices at 3 sites")).ToBeVisibleAsync();
        await Expect(page.Locator(".todo")).ToContainTextAsync("2 of 2 cameras deliver no frames");
        await Expect(page.Locator(".todo")).ToContainTextAsync("it is offline");
        await Expect(page.Locator(".mark[href='/devices/cam-16']")).ToHaveAttributeAsync("aria-label", "cam-16: it has never connected");
        await Expect(page.Locator("#live")).ToHaveTextAsync("live");
        await window.ShootAsync("fleet");

        // Nobody touches the page: what happens to a device comes to it.
        SceneDevice device = Scene.Devices["cam-04"];
        await Expect(page.Locator(".mark[href='/devices/cam-04']")).ToHaveClassAsync("mark good");
        await device.StateAsync(DeviceStatus.Offline);
        await Expect(page.Locator(".mark[href='/devices/cam-04']")).ToHaveClassAsync("mark off");
        await device.StateAsync();
        await Expect(page.Locator(".mark[href='/devices/cam-04']")).ToHaveClassAsync("mark good");

        await page.GetByRole(AriaRole.Button, new() { Name = "List" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("harbour tier=canary");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(2);
    }

    [BrowserFact]
    public async Task Device_ShowsPictureStagesAndWhatItRuns_AndAnUpdateOnItsWay()
    {
        await using DashboardWindow window = await browser.SignedInAsync();
        IPage page = window.Page;
        await page.GotoAsync($"/devices/{StreetFleet.Picture}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = StreetFleet.Picture })).ToBeVisibleAsync();
        await Expect(page.GetByText("street 1.4.0")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = InferName() })).ToBeVisibleAsync();
        ILocator picture = page.Locator("figure img");
        await Expect(picture).ToBeVisibleAsync();
        Assert.Equal(640, await picture.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
        await Expect(page.GetByText("Frames", new() { Exact = true })).ToBeVisibleAsync();
        await window.ShootAsync("device");

        SceneDevice device = Scene.Devices[StreetFleet.Picture];
        var update = new UpdateProgress { Target = "models/street-1.5.0.zip", Rollout = "x", Phase = UpdatePhase.Shadow, Outcome = UpdateOutcome.Running, Attempts = 1, Shadow = new ShadowFigures(1200, 31, 40) };
        await device.ReportAsync(update: update);
        await Expect(page.GetByText("31 of 1,200 frames judged differently")).ToBeVisibleAsync();
        await Expect(page.Locator(".steps .now")).ToHaveTextAsync("shadow");
        await window.ShootAsync("device-updating", whole: false);
        await device.ReportAsync();
        await Expect(page.Locator(".steps")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Alerts_AreSeenNotedAndMarked_ByKeyboardAlone()
    {
        await using DashboardWindow window = await browser.SignedInAsync();
        IPage page = window.Page;
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Alerts" })).ToBeVisibleAsync();
        await Expect(page.Locator(".tile").First).ToBeVisibleAsync();
        await window.ShootAsync("alerts");
        int before = await page.Locator(".tile").CountAsync();

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Facts")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(page.GetByText("by ana").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("y");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "It was right" })).ToHaveAttributeAsync("aria-pressed", "true");
        await window.ShootAsync("alert");

        // Noted and marked: it waits no more. A new one comes by itself.
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");
        await Expect(page.Locator(".tile")).ToHaveCountAsync(before - 1);
        await Scene.Devices["cam-10"].AlertAsync("cat", "visitor", "yard");
        await Expect(page.Locator(".tile")).ToHaveCountAsync(before);
        await Expect(page.Locator(".tile").First).ToContainTextAsync("cat");
    }

    [BrowserFact]
    public async Task Rollout_IsMadeWatchedPausedAndHaltsByItself()
    {
        await using DashboardWindow window = await browser.SignedInAsync();
        IPage page = window.Page;
        await page.GotoAsync("/releases");
        await Expect(page.GetByText("models/street-1.5.0.zip")).ToBeVisibleAsync();
        await window.ShootAsync("releases");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = "street 1.5.0" }).GetByRole(AriaRole.Link, new() { Name = "Roll out" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New rollout" })).ToBeVisibleAsync();
        await page.GetByLabel("Site").SelectOptionAsync(RolloutSite);
        await page.GetByLabel("One device, then all").CheckAsync();
        await Expect(page.Locator(".timeline")).ToContainTextAsync("4 devices");
        await page.GetByLabel("Watch for, minutes").FillAsync("0.02");
        await window.ShootAsync("new-rollout");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the rollout" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "street 1.5.0" })).ToBeVisibleAsync();

        // Its first device takes it; the page follows without being touched.
        await ObeyUntilAsync(page.Locator(".ring[data-status=passed]"), 1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("paused by ana", new() { Exact = true }).First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.Locator(".ring[data-status=open]")).ToHaveCountAsync(1);
        await window.ShootAsync("rollout-running");

        // One of them takes it back, and says why.
        SceneDevice bad = Scene.Devices["cam-10"];
        await Until.HoldsAsync(async () => (await bad.WantedAsync()).Target?.Contains("1.5.0", StringComparison.Ordinal) == true);
        (string? target, string? rollout) = await bad.WantedAsync();
        await bad.ReportAsync("models/street-1.4.0.zip", "1.4.0", 1, new UpdateProgress
        {
            Target = target!, Rollout = rollout!, Phase = UpdatePhase.Replay, Outcome = UpdateOutcome.Refused, Fault = "replayBudget", Reason = "14.2 % of stored verdicts changed, allowed 5 %", Attempts = 1,
        });
        await Expect(page.GetByText("Halted by itself")).ToBeVisibleAsync();
        await Expect(page.GetByText("14.2 % of stored verdicts changed").First).ToBeVisibleAsync();
        await ObeyUntilAsync(page.Locator(".keys .rolledBack").First, 1);
        await window.ShootAsync("rollout-halted");
        await page.GotoAsync("/rollouts");
        await Expect(page.GetByText("halted", new() { Exact = true })).ToBeVisibleAsync();
        await window.ShootAsync("rollouts");
    }

    [BrowserFact]
    public async Task Abort_AsksFirst_AndEscapeLeavesEverythingAsItIs()
    {
        await Scene.Cloud.Services.CreateRolloutAsync(new RolloutPlan
        {
            Name = "to be aborted", Kind = ReleaseKind.Model, Target = "models/street-1.5.0.zip", Devices = new DeviceSelector { Sites = ["plant-2"] }, Rings = [new RingPlan { Name = "one", Count = 1 }],
        });
        await using DashboardWindow window = await browser.SignedInAsync();
        IPage page = window.Page;
        await page.GotoAsync("/rollouts");
        await page.GetByRole(AriaRole.Link, new() { Name = "to be aborted" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Abort" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await window.ShootAsync("abort", whole: false);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page.GetByText("running", new() { Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Abort" }).ClickAsync();
        await page.GetByLabel("Why, for the record").FillAsync("wrong pack");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Abort" }).ClickAsync();
        await Expect(page.GetByText("aborted by ana: wrong pack").First).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Viewer_SeesEverything_AndNoButtonThatActs()
    {
        await using DashboardWindow window = await browser.SignedInAsync("vic");
        IPage page = window.Page;
        await page.GotoAsync("/releases");
        await Expect(page.GetByText("models/street-1.4.0.zip")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Roll out", Exact = true })).ToHaveCountAsync(0);
        await page.GotoAsync("/rollouts");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "New rollout" })).ToHaveCountAsync(0);
        await page.GotoAsync("/alerts?show=all");
        await page.Locator(".tile").First.ClickAsync();
        await Expect(page.GetByText("Facts")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "It was right" })).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Phone_InTheDark_FitsEveryPage()
    {
        await using DashboardWindow window = await browser.SignedInAsync(width: PhoneWidth, height: PhoneHeight, scheme: ColorScheme.Dark);
        IPage page = window.Page;
        await Expect(page.GetByText("need attention")).ToBeVisibleAsync();
        await window.ShootAsync("phone-fleet", whole: false);
        (string Path, string Text, string Name)[] pages =
        [
            ($"/devices/{StreetFleet.Picture}", "frames a second", "phone-device"),
            ("/alerts", "New", "phone-alerts"),
            ("/rollouts", "Rollouts", "phone-rollouts"),
            ("/rollouts/new", "Limits", "phone-new-rollout"),
            ("/releases", "Metadata", "phone-releases"),
        ];
        foreach ((string path, string text, string name) in pages)
        {
            await page.GotoAsync(path);
            await Expect(page.GetByText(text).First).ToBeVisibleAsync();
            await window.ShootAsync(name, whole: false);
        }
    }

    [BrowserFact]
    public async Task Welcome_OneTimeLink_SetsThePasswordAndLeavesNoSecretBehind()
    {
        string secret = await Scene.Cloud.Services.InviteAsync($"new-{Guid.NewGuid():N}"[..12]);
        await using DashboardWindow window = await browser.OpenAsync();
        await window.Page.GotoAsync($"/#/welcome/{secret}");
        await Expect(window.Page.GetByText("Welcome to Edge fleet")).ToBeVisibleAsync();
        Assert.DoesNotContain(secret, window.Page.Url);
        await window.ShootAsync("welcome", whole: false);
        await window.Page.GetByLabel("Password", new() { Exact = true }).FillAsync("correct horse battery");
        await window.Page.GetByLabel("The same again").FillAsync("correct horse battery");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Fleet", Exact = true })).ToBeVisibleAsync();
    }

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignInAddress();

    [GeneratedRegex("^infer: median")]
    private static partial Regex InferName();

    /// <summary>Devices do what they are told until the page shows it.</summary>
    private async Task ObeyUntilAsync(ILocator shown, int least) => await Until.HoldsAsync(async () =>
    {
        foreach (SceneDevice device in Scene.Devices.Values.Where(device => device.Site == RolloutSite))
        {
            if (await device.ObeyAsync())
                await device.TelemetryAgainAsync();
        }

        // Heard again, so that their health is known up to now.
        foreach (SceneDevice device in Scene.Devices.Values.Where(device => device.Installed.Contains("1.5.0", StringComparison.Ordinal)))
            await device.TelemetryAgainAsync();
        return await shown.CountAsync() >= least;
    });
}
