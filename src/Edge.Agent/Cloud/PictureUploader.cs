using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Threading.Channels;
using Edge.Agent.Messaging;
using Edge.Contracts.Evidence;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Cloud;

/// <summary>
/// Uploads pictures that the cloud asked for, one after another, within the device's own budget of bytes a day. What can't be sent now is tried again for a
/// while; what is refused, or over a budget, is left: the cloud can ask again. Alerts go another way and never wait for pictures.
/// </summary>
internal sealed class PictureUploader(CloudHttp http, UploadBudget budget, TimeProvider time, ILogger<PictureUploader> log) : BackgroundService
{
    private const int MaximumWaiting = 1200;
    private const long MaximumBytes = 16L << 20;
    private const int Tries = 6;
    private long _uploaded;
    private readonly Channel<WaitingPicture> _waiting = Channel.CreateBounded<WaitingPicture>(MaximumWaiting);

    /// <summary>Bytes left today.</summary>
    public long LeftBytes => budget.Left;

    /// <summary>Pictures uploaded since the start.</summary>
    public long Uploaded => Interlocked.Read(ref _uploaded);

    /// <summary>Takes a picture to upload.</summary>
    /// <returns>False where too many wait.</returns>
    public bool Offer(WaitingPicture picture) => _waiting.Writer.TryWrite(picture);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (WaitingPicture picture in _waiting.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
                await UploadAsync(picture, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }

    private async Task UploadAsync(WaitingPicture picture, CancellationToken cancellationToken)
    {
        try
        {
            // It may have made room for newer ones since.
            picture.File.Refresh();
            if (!picture.File.Exists || picture.File.Length > MaximumBytes)
                return;
            byte[] jpeg = await File.ReadAllBytesAsync(picture.File.FullName, cancellationToken).ConfigureAwait(false);
            if (!budget.TryTake(jpeg.Length))
            {
                log.LogInformation("Picture {Subject} is not uploaded: the day's budget is spent", picture.About.Subject);
                return;
            }

            PictureAbout about = picture.About with { SizeBytes = jpeg.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(jpeg)) };
            var backoff = new RetryBackoff(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2), Random.Shared);
            for (int tries = 1; !await TrySendAsync(picture, about, jpeg, cancellationToken).ConfigureAwait(false) && tries < Tries; tries++)
                await Task.Delay(backoff.Next(), time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested) // loop edge: one picture is left, not the uploader
        {
            log.LogWarning("Picture {Subject} could not be uploaded: {Reason}", picture.About.Subject, e.Message);
        }
    }

    // True: done with it, one way or another.
    private async Task<bool> TrySendAsync(WaitingPicture waiting, PictureAbout about, byte[] jpeg, CancellationToken cancellationToken)
    {
        try
        {
            using var body = new MultipartFormDataContent();
            var json = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(about, PictureJson.Default.PictureAbout));
            json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var picture = new ByteArrayContent(jpeg);
            picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
            body.Add(json, "about");
            body.Add(picture, "picture", about.Subject + ".jpg");
            using HttpResponseMessage answer = await http.Client.PutAsync(new Uri($"api/v1/device/pictures/{Uri.EscapeDataString(about.Subject)}", UriKind.Relative), body, cancellationToken).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict)
            {
                Interlocked.Increment(ref _uploaded);
                waiting.Taken?.Invoke();
                return true;
            }

            bool isForNow = (int)answer.StatusCode >= 500 || answer.StatusCode == HttpStatusCode.RequestTimeout;
            if (!isForNow)
                log.LogWarning("The cloud refuses picture {Subject}: {Reason}", about.Subject, await CloudAnswers.DescribeAsync(answer, cancellationToken).ConfigureAwait(false));
            return !isForNow;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            log.LogDebug("Picture {Subject} waits: {Reason}", about.Subject, e.Message);
            return false;
        }
    }
}
