using System.Security.Cryptography;
using System.Text.Json;
using Edge.Agent.Cloud;
using Edge.Agent.Evidence;
using Edge.Contracts.Evidence;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Cloud;

public sealed class PictureTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TestAuthority _authority = new();
    private TestEnrolmentCloud _cloud = null!;
    private EnrolledDevice _device = null!;
    private CloudHttp _http = null!;
    private readonly List<PictureUploader> _uploaders = [];

    private string Evidence => Path.Combine(_device.Folder.DataPath, "evidence");

    public async Task InitializeAsync()
    {
        _cloud = await TestEnrolmentCloud.StartAsync(_authority);
        _device = new EnrolledDevice(_authority, cloud: _cloud.Address);
        _http = CloudHttp.Of(_device.Enrolment, _device.Folder);
    }

    public async Task DisposeAsync()
    {
        foreach (PictureUploader uploader in _uploaders)
        {
            await uploader.StopAsync(CancellationToken.None);
            uploader.Dispose();
        }

        _http.Dispose();
        _device.Dispose();
        await _cloud.DisposeAsync();
        _authority.Dispose();
    }

    [Fact]
    public async Task Picture_AskedFor_IsUploadedUnderTheDevicesCertificate()
    {
        (Guid alert, string id, byte[] jpeg) = Keep(2000);

        PictureAnswer answer = await AskAsync(1 << 20, new PictureWish(alert.ToString(), PictureKind.Alert, id));

        Assert.Equal((1, 0, 0), (answer.Accepted, answer.Missing.Count, answer.OverBudget));
        await Deadline.UntilAsync(() => !_cloud.Pictures.IsEmpty, "the picture has come");
        (string subject, PictureAbout about, byte[] got) = _cloud.Pictures.Single();
        Assert.Equal("CN=cam-1", subject);
        Assert.Equal(jpeg, got);
        Assert.Equal((alert.ToString(), PictureKind.Alert, 2000L, Convert.ToHexStringLower(SHA256.HashData(jpeg))), (about.Subject, about.Kind, about.SizeBytes, about.Sha256));
        Assert.Equal(Noon, about.TakenAt);
    }

    [Fact]
    public async Task Cloud_OutOfOrder_GetsThePictureLater()
    {
        (Guid alert, string id, _) = Keep(100);
        _cloud.UploadAnswers.Enqueue(503);

        await AskAsync(1 << 20, new PictureWish(alert.ToString(), PictureKind.Alert, id));

        await Deadline.UntilAsync(() => !_cloud.Pictures.IsEmpty, "the picture has come");
    }

    [Theory]
    [InlineData("../device.key")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("2026/06/01/../../../device.key")]
    [InlineData("/etc/passwd")]
    [InlineData("2026/06/01/x.jpg")]
    [InlineData("2026/06/01/00000000-0000-7000-8000-000000000000.jpg\n")]
    [InlineData("")]
    public async Task Name_ThatIsNoPicturesName_GivesNothingOut(string name)
    {
        PictureAnswer answer = await AskAsync(1 << 20, new PictureWish(Guid.NewGuid().ToString(), PictureKind.Alert, name));

        Assert.Equal((0, 1), (answer.Accepted, answer.Missing.Count));
    }

    [Fact]
    public async Task Link_InPlaceOfAPicture_GivesNothingOut()
    {
        (Guid alert, string id, _) = Keep(100);
        string path = Path.Combine(Evidence, id);
        File.Delete(path);
        File.CreateSymbolicLink(path, _device.Folder.KeyFile);

        Assert.Equal(0, (await AskAsync(1 << 20, new PictureWish(alert.ToString(), PictureKind.Alert, id))).Accepted);
    }

    [Fact]
    public async Task Budget_OfTheRequest_IsKept()
    {
        (Guid first, string firstId, _) = Keep(700);
        (Guid second, string secondId, _) = Keep(700);

        PictureAnswer answer = await AskAsync(1000, new PictureWish(first.ToString(), PictureKind.Alert, firstId), new PictureWish(second.ToString(), PictureKind.Alert, secondId));

        Assert.Equal((1, 1, 300L), (answer.Accepted, answer.OverBudget, answer.LeftBytes));
    }

    [Fact]
    public void Budget_OfTheDay_HoldsOverRestartsAndEndsWithTheDay()
    {
        var clock = new ManualTimeProvider();
        string file = Path.Combine(_device.Folder.Folder, "uploads.spent");
        Assert.True(new UploadBudget(file, 1000, clock).TryTake(600));

        var again = new UploadBudget(file, 1000, clock);
        Assert.Equal(400, again.Left);
        Assert.False(again.TryTake(500));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1000, again.Left);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"budgetBytes":-1}""")]
    [InlineData("""{"budgetBytes":1,"examples":-1}""")]
    [InlineData("""{"budgetBytes":1,"wishes":[{"subject":"x","kind":"alert","evidenceId":"y"}]}""")]
    [InlineData("""{"budgetBytes":1,"wishes":[{"subject":"01a201be-1a0b-7422-8d19-a6666fb7b343","kind":"key","evidenceId":"y"}]}""")]
    public async Task Request_Malformed_IsABadArgument(string json)
    {
        CommandResponse response = await Command().HandleAsync(new CommandRequest("pictures", JsonSerializer.Deserialize<JsonElement>(json)), CancellationToken.None);

        Assert.Equal(CommandErrorCode.BadArgument, response.Error?.Code);
    }

    private async Task<PictureAnswer> AskAsync(long budget, params PictureWish[] wishes)
    {
        JsonElement arguments = JsonSerializer.SerializeToElement(new PictureRequest { Wishes = wishes, BudgetBytes = budget }, PictureJson.Default.PictureRequest);
        CommandResponse response = await Command().HandleAsync(new CommandRequest("pictures", arguments), CancellationToken.None);
        Assert.True(response.Ok, response.Error?.Message);
        return response.Result!.Value.Deserialize(PictureJson.Default.PictureAnswer)!;
    }

    private PicturesCommand Command()
    {
        var uploader = new PictureUploader(_http, new UploadBudget(Path.Combine(_device.Folder.Folder, "uploads.spent"), 1 << 20, TimeProvider.System), TimeProvider.System, NullLogger<PictureUploader>.Instance);
        _uploaders.Add(uploader);
        _ = uploader.StartAsync(CancellationToken.None);
        return new PicturesCommand(uploader, new EvidenceFiles(Evidence), _ => []);
    }

    private (Guid Alert, string Id, byte[] Jpeg) Keep(int bytes)
    {
        var alert = Guid.CreateVersion7(Noon);
        byte[] jpeg = RandomNumberGenerator.GetBytes(bytes);
        Assert.Null(new EvidenceStore(Evidence, 1 << 20, NullLogger.Instance).Save(alert, Noon, jpeg));
        return (alert, EvidenceStore.RelativePath(alert, Noon), jpeg);
    }
}
