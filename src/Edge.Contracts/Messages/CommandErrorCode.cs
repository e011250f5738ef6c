using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>Kinds of failed commands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CommandErrorCode>))]
public enum CommandErrorCode
{
    /// <summary>The payload is not a JSON object.</summary>
    [JsonStringEnumMemberName("malformed")]
    Malformed,

    /// <summary>The payload is larger than commands may be.</summary>
    [JsonStringEnumMemberName("tooLarge")]
    TooLarge,

    /// <summary>The device has no such command.</summary>
    [JsonStringEnumMemberName("unknownCommand")]
    UnknownCommand,

    /// <summary>An argument is missing or not allowed.</summary>
    [JsonStringEnumMemberName("badArgument")]
    BadArgument,

    /// <summary>It was tried and did not work.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It took too long and was given up.</summary>
    [JsonStringEnumMemberName("timedOut")]
    TimedOut,
}
