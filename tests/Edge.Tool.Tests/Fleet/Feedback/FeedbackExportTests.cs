using System.Security.Cryptography;
using Edge.Contracts.Evidence;
using Edge.Contracts.Feedback;
using Edge.Tool.Fleet.Feedback;

namespace Edge.Tool.Tests.Fleet.Feedback;

public sealed class FeedbackExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-feedback-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Marks_BecomeLabelsInTheLayoutOfYolo()
    {
        FeedbackItem right = Item(1, "right", new PictureLabel("person", 0.9, 0.5, 0.25, 0.25, 0.5));
        FeedbackItem wrong = Item(2, "false");
        FeedbackItem atTheEdge = Item(3, "right", new PictureLabel("car", 0.9, -0.1, 0.9, 0.2, 0.4), new PictureLabel("person", 0.8, 0, 0, 1, 1));
        FeedbackTally tally = await ExportAsync(All, right, wrong, atTheEdge);

        Assert.Equal((3, 3, 3, 1, 2), (tally.Pictures, tally.Fetched, tally.Objects, tally.Empty, tally.Classes));
        Assert.Equal("0 0.625 0.5 0.25 0.5\n", Label(right));
        Assert.Equal("", Label(wrong));
        Assert.Equal("1 0.05 0.95 0.1 0.1\n0 0.5 0.5 1 1\n", Label(atTheEdge));
        Assert.Equal("path: .\ntrain: images\nval: images\nnames:\n  0: \"person\"\n  1: \"car\"\n", await File.ReadAllTextAsync(Path.Combine(_folder, "data.yaml")));
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(_folder, "feedback.jsonl"))).Length);

        Assert.Equal(0, (await ExportAsync(All, right, wrong, atTheEdge)).Fetched); // All of it is there.
    }

    [Fact]
    public async Task Choice_LeavesOutWhatIsNotWanted()
    {
        FeedbackItem example = Item(1, null) with { Kind = PictureKind.Example, IsAnnotated = false, NeedsReview = true };
        FeedbackItem alert = Item(2, "right");
        Assert.Equal(1, (await ExportAsync(All with { BareOnly = true }, example, alert)).Pictures);
        Assert.Equal(1, (await ExportAsync(All with { ReviewedOnly = true }, example, alert)).LeftOut);
        Assert.Equal(0, (await ExportAsync(All with { Kinds = [PictureKind.Verdict] }, example, alert)).Pictures);
    }

    [Fact]
    public async Task Picture_ThatIsNotTheOneThatWasTold_IsRefused()
    {
        FeedbackItem item = Item(1, "right") with { Sha256 = new string('0', 64) };
        await Assert.ThrowsAsync<InvalidDataException>(() => ExportAsync(All, item));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "images")));
    }

    [Theory]
    [InlineData("../evil", "01a201be-2605-7acd-a3ec-cbd1488551ee")]
    [InlineData("box", "../../etc/passwd")]
    public async Task Names_ThatAreNoIds_NeverBecomeFiles(string device, string subject) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => ExportAsync(All, Item(1, "right") with { Device = device, Subject = subject }));

    private static FeedbackChoice All => new(Enum.GetValues<PictureKind>(), false, false);

    private static byte[] Picture(string subject) => [0xFF, 0xD8, .. Guid.TryParse(subject, out Guid id) ? id.ToByteArray() : []];

    private static FeedbackItem Item(int number, string? mark, params PictureLabel[] labels)
    {
        string subject = $"01a201be-2605-7acd-a3ec-{number:000000000000}";
        return new FeedbackItem
        {
            Device = "box",
            Subject = subject,
            Kind = PictureKind.Alert,
            TakenAt = DateTimeOffset.UnixEpoch,
            Width = 640,
            Height = 360,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Picture(subject))),
            Picture = "/x",
            IsAnnotated = true,
            Mark = mark,
            NeedsReview = false,
            Labels = labels,
        };
    }

    private string Label(FeedbackItem item) => File.ReadAllText(Path.Combine(_folder, "labels", $"box_{item.Subject}.txt"));

    private Task<FeedbackTally> ExportAsync(FeedbackChoice choice, params FeedbackItem[] items) => new FeedbackExport(_folder, (item, _) =>
    {
        return Task.FromResult(Picture(item.Subject));
    }).WriteAsync(items.ToAsyncEnumerable(), choice, CancellationToken.None);
}
