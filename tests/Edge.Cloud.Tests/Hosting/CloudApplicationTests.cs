using System.Net;
using Edge.Cloud.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Hosting;

public sealed class CloudApplicationTests
{
    [Fact]
    public async Task Cloud_Started_AnswersAndDescribesItself()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        Assert.Equal("ok", await cloud.Anonymous.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        HttpClient viewer = await cloud.OperatorAsync(OperatorRole.Viewer);
        Assert.Contains("/api/v1/devices/{id}/revoke", await viewer.GetStringAsync(new Uri("/api/v1/openapi.json", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_Everyone_SaysWhoMayUseIt()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        IEnumerable<Endpoint> silent = cloud.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null);
        Assert.Empty(silent.Select(endpoint => endpoint.DisplayName));
    }

    [Theory]
    [InlineData("/api/v1/devices")]
    [InlineData("/api/v1/session")]
    [InlineData("/api/v1/openapi.json")]
    public async Task OperatorRoutes_OnTheDevicesListener_DoNotExist(string path)
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        using HttpResponseMessage response = await cloud.Device().GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cloud.Anonymous.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }
}
