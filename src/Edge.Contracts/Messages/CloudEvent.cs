using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>
/// A CloudEvents 1.0 event in its JSON format (cloudevents/spec v1.0.2, "JSON Event Format", structured mode).
/// Receivers drop duplicates by <see cref="Id"/>.
/// </summary>
/// <typeparam name="T">The data.</typeparam>
public sealed record CloudEvent<T>
{
    /// <summary>Media type of the whole, for the MQTT content type property.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>Always <c>1.0</c>.</summary>
    [JsonPropertyName("specversion")]
    public required string SpecVersion { get; init; }

    /// <summary>UUIDv7 in lower case with hyphens, unique for the source.</summary>
    public required string Id { get; init; }

    /// <summary>Who says it: <c>/edge/v1/{site}/{device}</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What it is, such as <c>edge.alert.v1</c>: see <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened, UTC (RFC 3339).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What it is about within the source, such as <c>cameras/gate</c>; absent for the device itself.</summary>
    public string? Subject { get; init; }

    /// <summary>Always <c>application/json</c>.</summary>
    [JsonPropertyName("datacontenttype")]
    public required string DataContentType { get; init; }

    /// <summary>What happened.</summary>
    public required T Data { get; init; }
}
