using System.Text.Json.Serialization;

namespace Edge.Contracts.Evidence;

/// <summary>What a picture that a device uploads is of.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PictureKind>))]
public enum PictureKind
{
    /// <summary>The annotated picture of an alert.</summary>
    [JsonStringEnumMemberName("alert")]
    Alert,

    /// <summary>The annotated picture of a part's verdict.</summary>
    [JsonStringEnumMemberName("verdict")]
    Verdict,

    /// <summary>A hard example: a bare picture on which the model was not sure, or two models did not agree.</summary>
    [JsonStringEnumMemberName("example")]
    Example,
}
