using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Edge.Cloud.Ingest;
using Edge.Cloud.Security;
using Edge.Contracts.Evidence;
using Edge.Contracts.Feedback;
using Edge.Contracts.Messages;
using Edge.Testing.Brokers;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Ingest;

/// <summary>From a mark to a picture to a labelled item.</summary>
public sealed class EvidenceTests
{
    private static readonly byte[] Jpeg = [.. Convert.FromHexString("FFD8FFC000110801680280030122000211010311010000"), .. new byte[500]];

    [Fact]
    public async Task Alert_ThatIsMarked_HasItsPictureAskedForAndBecomesFeedback()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        TestDevice device = await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        HttpClient person = await bench.Cloud.OperatorAsync(OperatorRole.Operator);
        HttpClient viewer = await bench.Cloud.OperatorAsync(OperatorRole.Viewer);
        HttpClient box = bench.Cloud.Device(device.WithKey);
        var alert = Guid.CreateVersion7();
        await bench.SayAsync("edge/v1/home/yard-box/state", DeviceMessages.Write(new DeviceState(DeviceStatus.Online, "0.1.0", "m", "b", Events.At)));
        await bench.SayAsync(Events.AlertTopic(), Events.Alert(Guid.CreateVersion7(), Events.AlertOf(alert)));
        await bench.ReceiptAsync();

        // Nobody asked yet, so the device may not fill the store.
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(box, alert, PictureKind.Alert));

        string path = $"/api/v1/alerts/yard-box/{alert:D}";
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PutAsJsonAsync(path + "/mark", new { mark = "right" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await person.PutAsJsonAsync(path + "/mark", new { mark = "maybe" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await person.PutAsJsonAsync($"/api/v1/alerts/yard-box/{Guid.NewGuid():D}/mark", new { mark = "right" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await person.PutAsJsonAsync(path + "/mark", new { mark = "right", @class = "courier", note = "with a parcel" })).StatusCode);

        ReceivedMessage asked = await bench.Ear.NextAsync(message => message.Topic == "edge/v1/home/yard-box/command/pictures");
        PictureRequest request = JsonSerializer.Deserialize(asked.Payload, PictureJson.Default.PictureRequest)!;
        Assert.Equal(new PictureWish(alert.ToString("D"), PictureKind.Alert, "2026/06/01/yard-1.jpg"), Assert.Single(request.Wishes));
        Assert.Equal(20 << 20, request.BudgetBytes);

        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(box, alert, PictureKind.Alert, digest: new string('0', 64)));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(box, alert, PictureKind.Alert, bytes: "no picture"u8.ToArray()));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(box, alert, PictureKind.Alert));
        Assert.Equal(HttpStatusCode.Conflict, await PutAsync(box, alert, PictureKind.Alert));

        using HttpResponseMessage picture = await viewer.GetAsync(new Uri(path + "/picture", UriKind.Relative));
        Assert.Equal("image/jpeg", picture.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Jpeg, await picture.Content.ReadAsByteArrayAsync());
        FeedbackPage page = (await viewer.GetFromJsonAsync("/api/v1/feedback", FeedbackJson.Default.FeedbackPage))!;
        FeedbackItem item = Assert.Single(page.Items);
        Assert.Equal((PictureKind.Alert, "right", "with a parcel", 640, 360, true, false), (item.Kind, item.Mark, item.Note, item.Width, item.Height, item.IsAnnotated, item.NeedsReview));
        Assert.Equal(new PictureLabel("courier", 0.95, 0.5, 0.25, 0.1, 0.2), Assert.Single(item.Labels));
        Assert.Equal("alert.mark", await bench.AskAsync<string>("SELECT action FROM audit_log WHERE subject LIKE 'yard-box/%'"));

        await person.PutAsJsonAsync(path + "/mark", new { mark = "false" });
        page = (await viewer.GetFromJsonAsync("/api/v1/feedback", FeedbackJson.Default.FeedbackPage))!;
        Assert.Empty(Assert.Single(page.Items).Labels); // A false alarm: a picture with nothing in it.
    }

    [Fact]
    public async Task Examples_AreTakenWhileTheyAreWanted_AndOnlyWithinTheDaysBytes()
    {
        await using TestCloud cloud = await TestCloud.StartAsync(change: settings => Settings.With(settings, new IngestSettings { Enabled = false, EvidenceBytesPerDay = Jpeg.Length * 2 }));
        TestDevice device = await cloud.EnrolAsync(Events.Device, Events.Site);
        HttpClient box = cloud.Device(device.WithKey);
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(box, Guid.CreateVersion7(), PictureKind.Example));
        await cloud.Services.GetRequiredService<EvidenceStore>().WishExamplesAsync(device.Id, "test", CancellationToken.None);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(box, Guid.CreateVersion7(), PictureKind.Example));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(box, Guid.CreateVersion7(), PictureKind.Example));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PutAsync(box, Guid.CreateVersion7(), PictureKind.Example));

        TestDevice other = await cloud.EnrolAsync("other", Events.Site);
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(cloud.Device(other.WithKey), Guid.CreateVersion7(), PictureKind.Example));
        Assert.Equal(HttpStatusCode.Unauthorized, await PutAsync(cloud.Device(), Guid.CreateVersion7(), PictureKind.Example));
        HttpClient viewer = await cloud.OperatorAsync(OperatorRole.Viewer);
        FeedbackPage page = (await viewer.GetFromJsonAsync("/api/v1/feedback", FeedbackJson.Default.FeedbackPage))!;
        Assert.Equal(2, page.Items.Count(item => item is { NeedsReview: true, IsAnnotated: false, Labels: [{ Class: "person" }] }));
    }

    [Fact]
    public async Task Alerts_AreFoundByWhatTheyAre_PageByPage()
    {
        await using IngestBench bench = await IngestBench.StartAsync();
        await bench.Cloud.EnrolAsync(Events.Device, Events.Site);
        for (int i = 0; i < 5; i++)
        {
            await bench.SayAsync(Events.AlertTopic(), Events.Alert(Guid.CreateVersion7(), Events.AlertOf(Guid.CreateVersion7()) with { StartedAt = Events.At.AddMinutes(i), Rule = i % 2 == 0 ? "even" : "odd" }));
            await bench.ReceiptAsync();
        }

        HttpClient person = await bench.Cloud.OperatorAsync(OperatorRole.Operator);
        JsonElement first = await person.GetFromJsonAsync<JsonElement>("/api/v1/alerts?rule=even&limit=2");
        JsonElement second = await person.GetFromJsonAsync<JsonElement>($"/api/v1/alerts?rule=even&limit=2&before={first.GetProperty("next").GetString()}");
        string[] found = [.. first.GetProperty("alerts").EnumerateArray().Concat(second.GetProperty("alerts").EnumerateArray()).Select(alert => alert.GetProperty("startedAt").GetDateTimeOffset().ToString("mm", null))];
        Assert.Equal(["04", "02", "00"], found);
        Assert.False(second.TryGetProperty("next", out _));

        string id = first.GetProperty("alerts")[0].GetProperty("alertId").GetString()!;
        Assert.Equal(HttpStatusCode.NoContent, (await person.PostAsync(new Uri($"/api/v1/alerts/yard-box/{id}/acknowledge", UriKind.Relative), null)).StatusCode);
        JsonElement one = await person.GetFromJsonAsync<JsonElement>($"/api/v1/alerts/yard-box/{id}");
        Assert.StartsWith("operator-", one.GetProperty("acknowledgedBy").GetString(), StringComparison.Ordinal);
        Assert.Equal("even", one.GetProperty("event").GetProperty("data").GetProperty("rule").GetString());
        Assert.Equal(1, (await person.GetFromJsonAsync<JsonElement>("/api/v1/alerts?acknowledged=true")).GetProperty("alerts").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await person.GetAsync(new Uri("/api/v1/alerts?before=%21", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await bench.Cloud.Anonymous.GetAsync(new Uri("/api/v1/alerts", UriKind.Relative))).StatusCode);
    }

    private static async Task<HttpStatusCode> PutAsync(HttpClient client, Guid subject, PictureKind kind, string? digest = null, byte[]? bytes = null)
    {
        byte[] content = bytes ?? Jpeg;
        var about = new PictureAbout
        {
            Subject = subject.ToString("D"),
            Kind = kind,
            Camera = "yard",
            TakenAt = Events.At,
            SizeBytes = content.Length,
            Sha256 = digest ?? Convert.ToHexStringLower(SHA256.HashData(content)),
            Reason = kind == PictureKind.Example ? "lowMargin" : null,
            Labels = kind == PictureKind.Example ? [new PictureLabel("person", 0.4, 0.1, 0.1, 0.2, 0.2)] : [],
        };
        using var form = new MultipartFormDataContent();
        var json = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(about, PictureJson.Default.PictureAbout));
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var picture = new ByteArrayContent(content);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(json, "about");
        form.Add(picture, "picture", "x.jpg");
        using HttpResponseMessage response = await client.PutAsync(new Uri($"/api/v1/device/pictures/{subject:D}", UriKind.Relative), form);
        return response.StatusCode;
    }
}
