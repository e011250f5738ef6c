using System.Text.Json;

namespace Edge.Contracts.Messages;

/// <summary>A request on <c>command/{name}</c>.</summary>
/// <param name="Name">Which command.</param>
/// <param name="Arguments">The JSON object that was sent; null when the payload was empty.</param>
public sealed record CommandRequest(string Name, JsonElement? Arguments);
