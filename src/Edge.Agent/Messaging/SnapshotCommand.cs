using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;

namespace Edge.Agent.Messaging;

/// <summary>
/// <c>command/snapshot</c>, arguments <c>{"camera": id}</c> (not needed where there is one camera): publishes the newest picture on
/// <c>thumbnails/{camera}</c> and answers with the topic, its size and its SHA-256.
/// </summary>
public sealed class SnapshotCommand(EdgeTopics topics, ISnapshotSource source, LatestPublisher publisher) : ICommandHandler
{
    /// <inheritdoc/>
    public string Name => "snapshot";

    /// <inheritdoc/>
    public async Task<CommandResponse> HandleAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        string? camera = CameraOf(request.Arguments);
        if (camera is null || !source.Cameras.Contains(camera))
            return CommandResponse.Failed(CommandErrorCode.BadArgument, $"camera: one of {string.Join(", ", source.Cameras)} is required.");
        if (await source.TakeJpegAsync(camera, cancellationToken).ConfigureAwait(false) is not { } jpeg)
            return CommandResponse.Failed(CommandErrorCode.Failed, $"Camera '{camera}' gives no picture now.");
        string topic = topics.Thumbnails(camera);
        publisher.Publish(new OutgoingMessage(topic, jpeg) { ContentType = "image/jpeg" });
        return CommandResponse.Done(JsonSerializer.SerializeToElement(new Dictionary<string, object>
        {
            ["camera"] = camera,
            ["topic"] = topic,
            ["sizeBytes"] = jpeg.Length,
            ["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(jpeg)),
        }));
    }

    private string? CameraOf(JsonElement? arguments)
    {
        if (arguments is { } given && given.TryGetProperty("camera", out JsonElement camera))
            return camera.ValueKind == JsonValueKind.String ? camera.GetString() : null;
        return source.Cameras.Count == 1 ? source.Cameras.First() : null;
    }
}
