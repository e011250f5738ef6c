using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Contracts.Evidence;
using Edge.Contracts.Feedback;
using Edge.Contracts.Topics;

namespace Edge.Tool.Fleet.Feedback;

/// <summary>
/// Writes feedback as a labelled set in the layout of YOLO: <c>images/</c>, <c>labels/</c> (a line an object: class, middle, size, as fractions), <c>data.yaml</c>
/// with the classes, and <c>feedback.jsonl</c> with all that is known of each picture. An empty label file says that nothing is there.
/// </summary>
/// <param name="folder">Where to; made if need be. What is there already is not fetched again.</param>
/// <param name="picture">Fetches a picture.</param>
internal sealed class FeedbackExport(string folder, Func<FeedbackItem, CancellationToken, Task<byte[]>> picture)
{
    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web);
    private readonly List<string> _classes = [];

    /// <summary>Writes everything that <paramref name="items"/> hold and <paramref name="choice"/> wants.</summary>
    /// <exception cref="InvalidDataException">A picture is another than the cloud says, or an id cannot be a file name.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public async Task<FeedbackTally> WriteAsync(IAsyncEnumerable<FeedbackItem> items, FeedbackChoice choice, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        Directory.CreateDirectory(Path.Combine(folder, "labels"));
        var tally = new FeedbackTally();
        await using (var index = new StreamWriter(Path.Combine(folder, "feedback.jsonl")))
        {
            await foreach (FeedbackItem item in items.WithCancellation(cancel))
            {
                if (!choice.Wants(item))
                {
                    tally.LeftOut++;
                    continue;
                }

                string name = NameOf(item);
                await FetchAsync(item, Path.Combine(folder, "images", name + ".jpg"), tally, cancel);
                await File.WriteAllTextAsync(Path.Combine(folder, "labels", name + ".txt"), Labels(item), cancel);
                await index.WriteLineAsync(JsonSerializer.Serialize(item, Line).AsMemory(), cancel);
                tally.Pictures++;
                tally.Objects += item.Labels.Count;
                tally.Empty += item.Labels.Count == 0 ? 1 : 0;
                tally.NeedReview += item.NeedsReview ? 1 : 0;
                tally.Annotated += item.IsAnnotated ? 1 : 0;
            }
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "data.yaml"), Description(), cancel);
        tally.Classes = _classes.Count;
        return tally;
    }

    private static string NameOf(FeedbackItem item) =>
        EdgeId.IsValid(item.Device) && Guid.TryParse(item.Subject, out Guid subject)
            ? $"{item.Device}_{subject:D}"
            : throw new InvalidDataException($"The cloud names a picture '{item.Device}/{item.Subject}', which is no device and id.");

    private async Task FetchAsync(FeedbackItem item, string file, FeedbackTally tally, CancellationToken cancel)
    {
        if (File.Exists(file) && Digest(await File.ReadAllBytesAsync(file, cancel)) == item.Sha256)
            return;
        byte[] bytes = await picture(item, cancel);
        if (Digest(bytes) != item.Sha256)
            throw new InvalidDataException($"The picture {item.Device}/{item.Subject} is not the one that the cloud says: its SHA-256 is another.");
        await File.WriteAllBytesAsync(file, bytes, cancel);
        tally.Fetched++;
    }

    private string Labels(FeedbackItem item)
    {
        var text = new StringBuilder();
        foreach (PictureLabel label in item.Labels)
        {
            int index = _classes.IndexOf(label.Class);
            if (index < 0)
            {
                index = _classes.Count;
                _classes.Add(label.Class);
            }

            // A box may reach over the picture's edge; a label may not.
            double left = Math.Clamp(label.X, 0, 1), top = Math.Clamp(label.Y, 0, 1);
            double right = Math.Clamp(label.X + label.Width, 0, 1), bottom = Math.Clamp(label.Y + label.Height, 0, 1);
            if (right > left && bottom > top)
                text.Append(CultureInfo.InvariantCulture, $"{index} {(left + right) / 2:0.######} {(top + bottom) / 2:0.######} {right - left:0.######} {bottom - top:0.######}\n");
        }

        return text.ToString();
    }

    private string Description()
    {
        var text = new StringBuilder("path: .\ntrain: images\nval: images\nnames:\n");
        for (int i = 0; i < _classes.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"  {i}: {JsonSerializer.Serialize(_classes[i])}\n"); // A JSON string is a YAML string.
        return text.ToString();
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
