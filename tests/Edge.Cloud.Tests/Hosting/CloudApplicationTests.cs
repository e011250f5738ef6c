namespace Edge.Cloud.Tests.Hosting;

public sealed class CloudApplicationTests
{
    [Fact]
    public async Task Cloud_Started_AnswersAndDescribesItself()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        Assert.Equal("ok", await cloud.Anonymous.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        Assert.Contains("\"openapi\"", await cloud.Anonymous.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)), StringComparison.Ordinal);
    }
}
