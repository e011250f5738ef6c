using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Edge.Cloud.Security;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Releases;

public sealed class ReleaseApiTests
{
    [Fact]
    public async Task Push_OfARelease_IsWhatADeviceTakes()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        ReleaseTarget target = api.Releaser.Add("models/a-1.0.0.pack", RandomNumberGenerator.GetBytes(100_000));

        RepositoryState state = await api.PushAsync();

        TestDevice enrolled = await api.Cloud.EnrolAsync("gate-1");
        using HttpClient device = api.Cloud.Device(enrolled.WithKey);
        // The root that the enrolment gave, then what a client does (TUF 5.3 to 5.7).
        var trusted = new TrustedMetadata(enrolled.Answer.TrustedRoot!, TimeProvider.System.GetUtcNow());
        Assert.Equal(HttpStatusCode.NotFound, (await device.GetAsync("/tuf/metadata/2.root.json")).StatusCode);
        trusted.CompleteRoot();
        trusted.UpdateTimestamp(await device.GetByteArrayAsync("/tuf/metadata/timestamp.json"));
        trusted.UpdateSnapshot(await device.GetByteArrayAsync($"/tuf/metadata/{trusted.Timestamp!.Snapshot.Version}.snapshot.json"));
        trusted.UpdateTargets(await device.GetByteArrayAsync($"/tuf/metadata/{trusted.MetaOf("targets").Version}.targets.json"));
        Assert.Equal(target.SizeBytes, trusted.Targets!.Targets[target.Path].Length);
        Assert.Equal(api.Releaser.Files[target.Sha256], await device.GetByteArrayAsync(ReleaseApi.Path(target)));
        Assert.Equal((1, 1, 1, 1), (state.Root, state.Targets, state.Snapshot, state.Timestamp));
        Assert.Equal(target.Path, Assert.Single((await api.ListAsync()).Releases).Path);
    }

    [Fact]
    public async Task Publish_WithoutItsFiles_IsRefusedAndNothingChanges()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        await api.PushAsync();
        ReleaseTarget target = api.Releaser.Add("models/a-1.0.0.pack", [1, 2, 3]);

        using HttpResponseMessage refused = await api.PublishAsync(new MetadataUpload([], api.Releaser.SignTargets()));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(target.Sha256, (await ReleaseApi.ProblemAsync(refused)).GetProperty("missing")[0].GetString());
        Assert.Equal(1, (await api.ListAsync()).State.Targets);
    }

    [Fact]
    public async Task Publish_ByAStranger_IsRefusedByName()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        await api.PushAsync();
        api.Releaser.TargetsKey = TufSigner.Create();

        using HttpResponseMessage refused = await api.PublishAsync(new MetadataUpload([], api.Releaser.SignTargets()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("thresholdNotMet", (await ReleaseApi.ProblemAsync(refused)).GetProperty("fault").GetString());
        Assert.Equal(1, (await api.ListAsync()).State.Timestamp);
    }

    [Fact]
    public async Task Publish_OfWrongSize_IsRefused()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        ReleaseTarget target = api.Releaser.Add("models/a-1.0.0.pack", [1, 2, 3]);
        using HttpResponseMessage put = await api.PutFileAsync(target.Sha256, [1, 2, 3]);
        var lying = new TufTargets
        {
            Head = TufHead.Of(1, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            Targets = new Dictionary<string, TufTargetFile> { [target.Path] = new(4, TufHashes.Sha256Of([1, 2, 3])) },
        };

        using HttpResponseMessage refused = await api.PublishAsync(new MetadataUpload(api.Releaser.Roots, TufDocument.Sign(lying.ToSigned(), api.Releaser.TargetsKey)));

        Assert.Equal("wrongLength", (await ReleaseApi.ProblemAsync(refused)).GetProperty("fault").GetString());
    }

    [Fact]
    public async Task File_WithAnotherHash_IsNotKept()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        string sha256 = Convert.ToHexStringLower(SHA256.HashData([1, 2, 3]));

        using HttpResponseMessage refused = await api.PutFileAsync(sha256, [1, 2, 4]);
        using HttpResponseMessage nonsense = await api.PutFileAsync("../../etc/passwd", [1]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.NotEqual(HttpStatusCode.NoContent, nonsense.StatusCode);
        using HttpResponseMessage asked = await api.Admin.PostAsJsonAsync("/api/v1/releases/missing", new FileList([sha256]));
        Assert.Equal(sha256, Assert.Single((await asked.Content.ReadFromJsonAsync<FileList>())!.Sha256));
        Assert.Empty(Directory.GetFiles(System.IO.Path.Combine(api.Cloud.Settings.DataPath, "incoming")));
    }

    [Fact]
    public async Task File_LargerThanARequestUsually_IsTaken()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        byte[] content = RandomNumberGenerator.GetBytes(3 << 20);

        using HttpResponseMessage put = await api.PutFileAsync(Convert.ToHexStringLower(SHA256.HashData(content)), content);

        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);
    }

    [Fact]
    public async Task File_ThatWasOnlyUploaded_IsServedToNobody()
    {
        // A file becomes a release by a signature, not by an upload.
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        await api.PushAsync();
        string sha256 = Convert.ToHexStringLower(SHA256.HashData([9]));
        using HttpResponseMessage put = await api.PutFileAsync(sha256, [9]);
        using HttpClient device = api.Cloud.Device((await api.Cloud.EnrolAsync("gate-1")).WithKey);

        using HttpResponseMessage asked = await device.GetAsync($"/tuf/targets/models/{sha256}.a.pack");

        Assert.Equal(HttpStatusCode.NotFound, asked.StatusCode);
    }

    [Fact]
    public async Task Withdrawn_Release_IsListedNoMoreButItsDownloadsEnd()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        ReleaseTarget target = api.Releaser.Add("models/a-1.0.0.pack", [1, 2, 3]);
        await api.PushAsync();
        api.Releaser.Remove(target.Path);

        await api.PushAsync();

        Assert.Empty((await api.ListAsync()).Releases);
        using HttpClient device = api.Cloud.Device((await api.Cloud.EnrolAsync("gate-1")).WithKey);
        Assert.Equal([1, 2, 3], await device.GetByteArrayAsync(ReleaseApi.Path(target)));
    }

    [Theory]
    [InlineData(OperatorRole.Viewer)]
    [InlineData(OperatorRole.Operator)]
    public async Task Publish_WithoutTheRole_IsRefused(OperatorRole role)
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        HttpClient client = await api.Cloud.OperatorAsync(role);

        using HttpResponseMessage file = await api.PutFileAsync(new string('0', 64), [1], client);
        using HttpResponseMessage metadata = await api.PublishAsync(api.Releaser.Everything(), client);
        using HttpResponseMessage carry = await client.PostAsync("/api/v1/releases/carry?days=3", null);

        Assert.All([file, metadata, carry], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode));
        Assert.Equal(0, (await api.ListAsync()).State.Root);
    }

    [Fact]
    public async Task Releases_ForStrangers_AreHidden()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        ReleaseTarget target = api.Releaser.Add("models/a-1.0.0.pack", [1, 2, 3]);
        await api.PushAsync();
        using HttpClient withoutCertificate = api.Cloud.Device();

        Assert.Equal(HttpStatusCode.Unauthorized, (await api.Cloud.Anonymous.GetAsync("/api/v1/releases")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await withoutCertificate.GetAsync("/tuf/metadata/timestamp.json")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await withoutCertificate.GetAsync(ReleaseApi.Path(target))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await api.Cloud.Anonymous.GetAsync("/tuf/metadata/timestamp.json")).StatusCode);
    }

    [Fact]
    public async Task Publish_IsInTheAuditLog()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();

        await api.PushAsync();

        AuditEntry entry = (await api.Cloud.Services.GetRequiredService<AuditLog>().ReadAsync(null, null, 100, CancellationToken.None)).First(line => line.Action == "releases.publish");
        Assert.Equal("targets 1", entry.Subject);
        Assert.StartsWith("admin-", entry.Actor);
    }

    [Fact]
    public async Task Target_InParts_IsServedByTheStandard()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();
        byte[] content = RandomNumberGenerator.GetBytes(100);
        ReleaseTarget target = api.Releaser.Add("models/a-1.0.0.pack", content);
        await api.PushAsync();
        using HttpClient device = api.Cloud.Device((await api.Cloud.EnrolAsync("gate-1")).WithKey);

        using HttpResponseMessage part = await AskAsync(device, target, new RangeHeaderValue(90, null));
        using HttpResponseMessage beyond = await AskAsync(device, target, new RangeHeaderValue(100, null));

        Assert.Equal((HttpStatusCode.PartialContent, "bytes 90-99/100"), (part.StatusCode, part.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(content[90..], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, "bytes */100"), (beyond.StatusCode, beyond.Content.Headers.ContentRange!.ToString()));
    }

    [Fact]
    public async Task OpenApi_DescribesTheRoutesOfReleasers()
    {
        await using ReleaseApi api = await ReleaseApi.StartAsync();

        JsonElement paths = (await api.Admin.GetFromJsonAsync<JsonElement>("/api/v1/openapi.json")).GetProperty("paths");

        Assert.True(paths.TryGetProperty("/api/v1/releases/metadata", out _));
        Assert.False(paths.TryGetProperty("/tuf/metadata/{name}", out _));
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient device, ReleaseTarget target, RangeHeaderValue range) =>
        device.SendAsync(new HttpRequestMessage(HttpMethod.Get, ReleaseApi.Path(target)) { Headers = { Range = range } });
}
