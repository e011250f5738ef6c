using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What a golden check asks for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GoldenPiece>))]
public enum GoldenPiece
{
    /// <summary>The known good part: must pass.</summary>
    [JsonStringEnumMemberName("good")]
    Good,

    /// <summary>The known bad part: must fail.</summary>
    [JsonStringEnumMemberName("bad")]
    Bad,

    /// <summary>No part: must be told as such.</summary>
    [JsonStringEnumMemberName("blank")]
    Blank,
}
