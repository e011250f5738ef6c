using System.Globalization;
using Edge.Cloud.Artifacts;

namespace Edge.Cloud.Ingest;

/// <summary>Puts the newest picture of each camera into the artifact store. Pictures are lent, not owed: what the store does not take is dropped and counted, and no alert waits for it.</summary>
internal sealed class PictureKeeper(IArtifactStore artifacts, IngestCounters counters, ILogger<PictureKeeper> log)
{
    /// <summary>Key of the newest picture of a camera.</summary>
    public static string KeyOf(string device, string camera) => string.Create(CultureInfo.InvariantCulture, $"pictures/{device}/{camera}.jpg");

    /// <summary>Keeps the last picture of each camera among <paramref name="messages"/>, and takes out of the list what was not kept.</summary>
    public async Task KeepAsync(List<Inbound> messages, CancellationToken cancel)
    {
        var done = new HashSet<(string, string)>();
        for (int i = messages.Count - 1; i >= 0; i--)
        {
            if (messages[i] is not Inbound.Picture picture)
                continue;
            if (!done.Add((picture.Device, picture.Camera)) || !await PutAsync(picture, cancel))
                messages.RemoveAt(i);
        }
    }

    private async Task<bool> PutAsync(Inbound.Picture picture, CancellationToken cancel)
    {
        try
        {
            using var content = new MemoryStream(picture.Jpeg.ToArray(), writable: false);
            await artifacts.PutAsync(KeyOf(picture.Device, picture.Camera), content, cancel);
            return true;
        }
        catch (Exception exception) when (exception is ArtifactStoreException or IOException)
        {
            counters.CountRefused();
            log.LogWarning("The picture of {Camera} of {Device} was not kept: {Reason}", picture.Camera, picture.Device, exception.Message);
            return false;
        }
    }
}
