using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Agent.Messaging;

/// <summary><c>command/ping</c>: answers with what it was sent, so that a round trip can be told from another.</summary>
public sealed class PingCommand(TimeProvider clock) : ICommandHandler
{
    /// <inheritdoc/>
    public string Name => "ping";

    /// <inheritdoc/>
    public Task<CommandResponse> HandleAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        JsonElement result = JsonSerializer.SerializeToElement(new Dictionary<string, object?> { ["at"] = clock.GetUtcNow(), ["echo"] = request.Arguments });
        return Task.FromResult(CommandResponse.Done(result));
    }
}
