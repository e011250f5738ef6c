using System.Data.Common;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Security;

public sealed class AccessTests
{
    private const string Password = "correct horse battery";
    private static readonly Uri Session = At("session"), Devices = At("devices"), Tokens = At("enrolment-tokens"), Welcome = At("welcome");

    public static TheoryData<string, string, string?, OperatorRole> Routes => new()
    {
        { "GET", "devices", null, OperatorRole.Viewer },
        { "GET", "events", null, OperatorRole.Viewer },
        { "PUT", "devices/press-1/labels", """{"line":"3"}""", OperatorRole.Operator },
        { "POST", "devices/press-1/revoke", """{"reason":"stolen"}""", OperatorRole.Admin },
        { "GET", "enrolment-tokens", null, OperatorRole.Admin },
        { "POST", "enrolment-tokens", """{"site":"plant"}""", OperatorRole.Admin },
        { "GET", "operators", null, OperatorRole.Admin },
        { "POST", "operators", """{"name":"eve","role":"admin"}""", OperatorRole.Admin },
        { "PATCH", "operators/eve", """{"role":"admin"}""", OperatorRole.Admin },
        { "GET", "tokens", null, OperatorRole.Admin },
        { "POST", "tokens", """{"name":"ci","role":"admin"}""", OperatorRole.Admin },
        { "GET", "audit", null, OperatorRole.Admin },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Operator_WithoutTheRole_IsRefused(string method, string path, string? body, OperatorRole least)
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        foreach (OperatorRole role in Enum.GetValues<OperatorRole>())
        {
            using HttpRequestMessage request = Request(method, path, body);
            using HttpResponseMessage response = await (await cloud.OperatorAsync(role)).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(role < least, response.StatusCode == HttpStatusCode.Forbidden);
            Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        using HttpRequestMessage stranger = Request(method, path, body);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cloud.Anonymous.SendAsync(stranger)).StatusCode);
    }

    [Fact]
    public async Task Cloud_New_HasNobodyWhoCouldSignIn()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        Assert.Empty(await cloud.Services.GetRequiredService<OperatorStore>().ListAsync(CancellationToken.None));
        foreach ((string name, string password) in new[] { ("admin", "admin"), ("admin", ""), ("", ""), ("root", "password") })
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(cloud, name, password)).StatusCode);
    }

    [Fact]
    public async Task Operator_WithALink_ChoosesAPasswordOnceAndSignsInWithIt()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        string secret = await AddAsync(cloud, "Jo", OperatorRole.Admin);
        Assert.Equal(HttpStatusCode.BadRequest, (await cloud.Anonymous.PostAsJsonAsync(Welcome, new { secret, password = "short" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await cloud.Anonymous.PostAsJsonAsync(Welcome, new { secret, password = Password })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await cloud.Anonymous.PostAsJsonAsync(Welcome, new { secret, password = "another password" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(cloud, "jo", "another password")).StatusCode);
        using HttpResponseMessage signedIn = await SignInAsync(cloud, "JO ", Password);
        Assert.Equal("admin", (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("role").GetString());
        string cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<AuditEntry> deeds = await cloud.Services.GetRequiredService<AuditLog>().ReadAsync("jo", before: null, 10, CancellationToken.None);
        Assert.Equal(["operator.add", "operator.password", "operator.signIn", "operator.signIn"], deeds.Select(deed => deed.Action).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Session_RequestThatChanges_NeedsWhatOnlyOurPageKnows()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        (HttpClient browser, string csrf) = await BrowserAsync(cloud);
        using (browser)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Devices)).StatusCode);
            using HttpResponseMessage forged = await browser.PostAsJsonAsync(Tokens, new { site = "plant" });
            Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
            Assert.Contains(OperatorAuthentication.CsrfHeader, await forged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            browser.DefaultRequestHeaders.Add(OperatorAuthentication.CsrfHeader, csrf[..^1] + (csrf[^1] == 'A' ? 'B' : 'A'));
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsJsonAsync(Tokens, new { site = "plant" })).StatusCode);
            browser.DefaultRequestHeaders.Remove(OperatorAuthentication.CsrfHeader);
            browser.DefaultRequestHeaders.Add(OperatorAuthentication.CsrfHeader, csrf);
            Assert.Equal(HttpStatusCode.OK, (await browser.PostAsJsonAsync(Tokens, new { site = "plant" })).StatusCode);
        }
    }

    [Fact]
    public async Task Session_SignedOutOrIdleOrClosed_IsOver()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCloud cloud = await TestCloud.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        (HttpClient left, string csrf) = await BrowserAsync(cloud, "jo");
        using (left)
        {
            left.DefaultRequestHeaders.Add(OperatorAuthentication.CsrfHeader, csrf);
            string cookie = left.DefaultRequestHeaders.GetValues("Cookie").Single();
            Assert.Equal(HttpStatusCode.NoContent, (await left.DeleteAsync(Session)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await left.GetAsync(Devices)).StatusCode);
            Assert.NotEmpty(cookie);
        }

        (HttpClient idle, _) = await BrowserAsync(cloud, "kim");
        using (idle)
        {
            time.JumpWallClock(TimeSpan.FromMinutes(50));
            Assert.Equal(HttpStatusCode.OK, (await idle.GetAsync(Devices)).StatusCode);
            time.JumpWallClock(TimeSpan.FromMinutes(50));
            Assert.Equal(HttpStatusCode.OK, (await idle.GetAsync(Devices)).StatusCode);
            time.JumpWallClock(TimeSpan.FromMinutes(61));
            Assert.Equal(HttpStatusCode.Unauthorized, (await idle.GetAsync(Devices)).StatusCode);
        }

        (HttpClient closed, _) = await BrowserAsync(cloud, "lu");
        using (closed)
        {
            Assert.True(await cloud.Services.GetRequiredService<OperatorStore>().ChangeAsync("lu", null, disabled: true, "test", CancellationToken.None));
            Assert.Equal(HttpStatusCode.Unauthorized, (await closed.GetAsync(Devices)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(cloud, "lu", Password)).StatusCode);
        }
    }

    [Fact]
    public async Task Token_OpensNoMoreThanItsOwner_AndNothingOnceWithdrawnOrOver()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        await using TestCloud cloud = await TestCloud.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        await AddAsync(cloud, "boss", OperatorRole.Admin);
        await AddAsync(cloud, "jo", OperatorRole.Admin);
        HttpClient program = await WithTokenAsync(cloud, "jo", OperatorRole.Admin);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Tokens)).StatusCode);
        await cloud.Services.GetRequiredService<OperatorStore>().ChangeAsync("jo", OperatorRole.Viewer, null, "test", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync(Tokens)).StatusCode);

        HttpClient narrow = await WithTokenAsync(cloud, "boss", OperatorRole.Viewer);
        Assert.Equal(HttpStatusCode.Forbidden, (await narrow.GetAsync(Tokens)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await narrow.GetAsync(Devices)).StatusCode);
        ApiTokenStore store = cloud.Services.GetRequiredService<ApiTokenStore>();
        await store.WithdrawAsync((await store.ListAsync(CancellationToken.None))[0].Id, "test", CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, (await narrow.GetAsync(Devices)).StatusCode);

        time.JumpWallClock(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync(Devices)).StatusCode);
    }

    [Fact]
    public async Task LastAdmin_CannotBeShutOut()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        await AddAsync(cloud, "jo", OperatorRole.Admin);
        OperatorStore store = cloud.Services.GetRequiredService<OperatorStore>();
        Assert.False(await store.ChangeAsync("jo", OperatorRole.Viewer, null, "test", CancellationToken.None));
        Assert.False(await store.ChangeAsync("jo", null, disabled: true, "test", CancellationToken.None));
        Assert.True((await store.ListAsync(CancellationToken.None))[0] is { Role: OperatorRole.Admin, Disabled: false });
    }

    [Fact]
    public async Task Database_HoldsNoSecretThatWouldOpenAnything()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        List<string> secrets = [await AddAsync(cloud, "jo", OperatorRole.Admin), await cloud.TokenAsync(), Password];
        (HttpClient browser, _) = await BrowserAsync(cloud, "kim");
        using (browser)
            secrets.Add(browser.DefaultRequestHeaders.GetValues("Cookie").Single().Split('=')[1]);
        secrets.Add((await cloud.Services.GetRequiredService<ApiTokenStore>().AddAsync("jo", "ci", OperatorRole.Admin, TimeSpan.FromDays(1), "test", CancellationToken.None))!);
        await using DbConnection connection = await cloud.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        List<string> texts = [];
        foreach (string table in await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table'"))
        {
            foreach (IDictionary<string, object> row in await connection.QueryAsync($"SELECT * FROM \"{table}\""))
                texts.AddRange(row.Values.OfType<string>());
        }

        Assert.Contains(texts, text => text.StartsWith("pbkdf2-sha256$600000$", StringComparison.Ordinal));
        Assert.All(secrets, secret => Assert.DoesNotContain(texts, text => text.Contains(secret.Split('.').Length == 3 ? secret.Split('.')[1] : secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Deeds_AreInTheAuditLogWithWhoDidThem()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        await cloud.EnrolAsync("press-1");
        HttpClient admin = await cloud.OperatorAsync(OperatorRole.Admin);
        await admin.PutAsJsonAsync(At("devices/press-1/labels"), new { line = "3" });
        await admin.PostAsJsonAsync(At("devices/press-1/revoke"), new { reason = "stolen" });
        JsonElement lines = await admin.GetFromJsonAsync<JsonElement>(At("audit?subject=press-1"));
        Assert.Equal(["device.revoke", "device.labels", "device.enrol"], lines.EnumerateArray().Select(line => line.GetProperty("action").GetString()));
        Assert.Equal("stolen", lines[0].GetProperty("detail").GetProperty("reason").GetString());
        Assert.StartsWith("admin-", lines[0].GetProperty("actor").GetString(), StringComparison.Ordinal);
        Assert.Equal("device:press-1", lines[2].GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Attempts_ToSignIn_AreLimited()
    {
        await using TestCloud cloud = await TestCloud.StartAsync(change: settings => new CloudSettings { DataPath = settings.DataPath, Listen = settings.Listen, Rates = new RateSettings { SignInPerMinute = 3 } });
        HttpStatusCode[] answers = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await SignInAsync(cloud, "jo", "wrong")).StatusCode))];
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.InRange(answers.Count(answer => answer == HttpStatusCode.Unauthorized), 3, 4);
        Assert.Equal("ok", await cloud.Anonymous.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
    }

    [Theory]
    [InlineData("""{"site":"plant","hourz":1}""", "hourz")]
    [InlineData("""{"site":null}""", null)]
    [InlineData("{", null)]
    [InlineData("""{"site":"pl/ant"}""", "site is no id")]
    [InlineData("""{"site":"plant","count":20000}""", "10000")]
    [InlineData("""{"site":"plant","labels":{"a b":"c"}}""", "label 'a b'")]
    public async Task Request_ThatIsWrong_IsAProblemThatSaysWhat(string body, string? says)
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        HttpClient admin = await cloud.OperatorAsync(OperatorRole.Admin);
        using HttpRequestMessage request = Request("POST", "enrolment-tokens", body);
        using HttpResponseMessage response = await admin.SendAsync(request);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        if (says is not null)
            Assert.Contains(says, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Uri At(string path) => new("/api/v1/" + path, UriKind.Relative);

    private static HttpRequestMessage Request(string method, string path, string? body) => new(new HttpMethod(method), At(path))
    {
        Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json")),
    };

    private static async Task<string> AddAsync(TestCloud cloud, string name, OperatorRole role) =>
        (await cloud.Services.GetRequiredService<OperatorStore>().AddAsync(name, role, "test", CancellationToken.None))!;

    private static Task<HttpResponseMessage> SignInAsync(TestCloud cloud, string name, string password) => cloud.Anonymous.PostAsJsonAsync(Session, new { name, password });

    private static async Task<(HttpClient Browser, string Csrf)> BrowserAsync(TestCloud cloud, string name = "jo")
    {
        string secret = await AddAsync(cloud, name, OperatorRole.Admin);
        using HttpResponseMessage response = await cloud.Anonymous.PostAsJsonAsync(Welcome, new { secret, password = Password });
        string csrf = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("csrf").GetString()!;
        var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = cloud.OperatorUrl };
        browser.DefaultRequestHeaders.Add("Cookie", response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return (browser, csrf);
    }

    private static async Task<HttpClient> WithTokenAsync(TestCloud cloud, string owner, OperatorRole role)
    {
        string token = (await cloud.Services.GetRequiredService<ApiTokenStore>().AddAsync(owner, "ci", role, TimeSpan.FromDays(1), "test", CancellationToken.None))!;
        var client = new HttpClient { BaseAddress = cloud.OperatorUrl };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
