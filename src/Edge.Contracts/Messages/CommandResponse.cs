using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>Payload of an answer to a command.</summary>
public sealed record CommandResponse
{
    /// <summary>Which command.</summary>
    public string Command { get; init; } = "";

    /// <summary>Whether it was done.</summary>
    public bool Ok => Error is null;

    /// <summary>What the command gives back; any JSON.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Result { get; init; }

    /// <summary>Why it was not done; null when it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CommandError? Error { get; init; }

    /// <summary>A command that was done.</summary>
    public static CommandResponse Done(JsonElement? result = null) => new() { Result = result };

    /// <summary>A command that was not done.</summary>
    public static CommandResponse Failed(CommandErrorCode code, string message) => new() { Error = new CommandError(code, message) };
}
