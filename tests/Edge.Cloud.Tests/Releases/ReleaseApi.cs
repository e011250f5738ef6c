using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.Cloud.Security;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Testing.Releases;

namespace Edge.Cloud.Tests.Releases;

/// <summary>A cloud, and a releaser who has its token.</summary>
internal sealed class ReleaseApi : IAsyncDisposable
{
    private ReleaseApi(TestCloud cloud, HttpClient admin, TestReleaser releaser) => (Cloud, Admin, Releaser) = (cloud, admin, releaser);

    public TestCloud Cloud { get; }

    public HttpClient Admin { get; }

    public TestReleaser Releaser { get; }

    public static async Task<ReleaseApi> StartAsync(TestCloud? cloud = null, TimeProvider? time = null)
    {
        cloud ??= await TestCloud.StartAsync();
        HttpClient admin = await cloud.OperatorAsync(OperatorRole.Admin);
        OnlineKeys keys = (await admin.GetFromJsonAsync<OnlineKeys>("/api/v1/releases/keys"))!;
        return new ReleaseApi(cloud, admin, new TestReleaser(keys, time ?? TimeProvider.System));
    }

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public Task<HttpResponseMessage> PutFileAsync(string sha256, byte[] content, HttpClient? client = null) =>
        (client ?? Admin).PutAsync($"/api/v1/releases/files/{sha256}", new ByteArrayContent(content));

    public Task<HttpResponseMessage> PublishAsync(MetadataUpload upload, HttpClient? client = null) =>
        (client ?? Admin).PostAsJsonAsync("/api/v1/releases/metadata", upload);

    /// <summary>Uploads all files and the next targets, as edgectl does.</summary>
    public async Task<RepositoryState> PushAsync()
    {
        using HttpResponseMessage asked = await Admin.PostAsJsonAsync("/api/v1/releases/missing", new FileList([.. Releaser.Files.Keys]));
        foreach (string missing in (await asked.Content.ReadFromJsonAsync<FileList>())!.Sha256)
        {
            using HttpResponseMessage put = await PutFileAsync(missing, Releaser.Files[missing]);
            Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
        }

        ReleaseList list = await ListAsync();
        using HttpResponseMessage published = await PublishAsync(new MetadataUpload([.. Releaser.Roots.Skip((int)list.State.Root)], Releaser.SignTargets()));
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());
        return (await published.Content.ReadFromJsonAsync<RepositoryState>())!;
    }

    public async Task<ReleaseList> ListAsync() => (await Admin.GetFromJsonAsync<ReleaseList>("/api/v1/releases"))!;

    /// <summary>How a device asks for a target.</summary>
    public static string Path(ReleaseTarget target) => $"/tuf/targets/{TargetPaths.WithHash(target.Path, target.Sha256)}";

    public async ValueTask DisposeAsync()
    {
        Releaser.Dispose();
        await Cloud.DisposeAsync();
    }
}
