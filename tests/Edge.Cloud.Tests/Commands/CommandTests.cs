using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Edge.Cloud.Tests.Fleet.Broker;
using Edge.Contracts.Enrolment;

namespace Edge.Cloud.Tests.Commands;

/// <summary>The executable's commands, beside a cloud that runs on the same folder.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Operator_MadeOnTheConsole_IsTheFirstWhoCanSignIn()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        (int status, string link) = await RunAsync(cloud, "operator", "add", "jo", "--role", "admin");
        Assert.Equal(0, status);
        Assert.Matches("^http://127.0.0.1:[0-9]+/#/welcome/[A-Za-z0-9_-]{43}$", link.Trim());
        using HttpResponseMessage welcome = await cloud.Anonymous.PostAsJsonAsync(new Uri("/api/v1/welcome", UriKind.Relative), new { secret = link.Trim().Split('/')[^1], password = "correct horse battery" });
        Assert.Equal(HttpStatusCode.OK, welcome.StatusCode);

        (status, string said) = await RunAsync(cloud, "operator", "add", "JO");
        Assert.Equal(1, status);
        Assert.Contains("there is an operator 'JO' already", said, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(cloud, "operator", "invite", "jo")).Status);

        (status, string token) = await RunAsync(cloud, "api-token", "--operator", "jo", "--role", "viewer");
        Assert.Equal(0, status);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/devices", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        Assert.Equal(HttpStatusCode.OK, (await cloud.Anonymous.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task EnrolmentTokens_MadeOnTheConsole_AreAsManyAsAskedFor()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        (int status, string output) = await RunAsync(cloud, "enrolment-token", "--site", "plant", "--count", "3", "--label", "line:3");
        Assert.Equal(0, status);
        Assert.Equal(3, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => EnrolmentToken.TryParse(line, out _)));
    }

    [Theory]
    [InlineData("enrolment-token --site pl/ant", "--site pl/ant")]
    [InlineData("enrolment-token --site plant --count 2 --device d", "only 1 with --device")]
    [InlineData("operator add j/o", "name: 1 to 64")]
    [InlineData("api-token --operator jo --days 1000", "1 to 366 are allowed")]
    [InlineData("serve --set listen:operatorPort=x", "operatorPort")]
    [InlineData("serve --set listen:operatorPrt=1", "operatorPrt")]
    [InlineData("serve --set listen:operatorAddress=0.0.0.0", "without TLS only a loopback address is allowed")]
    [InlineData("serve --set database:kind=postgres", "database:connectionStringFile")]
    [InlineData("serve --set authority:deviceDays=0 --set rates:signInPerMinute=0", "rates:signInPerMinute is 0; 1 or more are allowed")]
    [InlineData("serve --set nonsense", "section:name=value is allowed")]
    public async Task Input_ThatIsWrong_IsNamedWithStatusTwo(string arguments, string says)
    {
        string folder = Directory.CreateTempSubdirectory("edge-command-").FullName;
        (int status, string output) = await RunAsync(folder, arguments.Split(' '));
        Directory.Delete(folder, recursive: true);
        Assert.Equal(2, status);
        Assert.Contains(says, output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static Task<(int Status, string Output)> RunAsync(TestCloud cloud, params string[] arguments) => RunAsync(cloud.Settings.DataPath, arguments);

    private static Task<(int Status, string Output)> RunAsync(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "edge-cloud")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments.Append("--set").Append("dataPath=" + folder))
            start.ArgumentList.Add(argument);
        return TestBroker.RunAsync(start);
    }
}
