namespace Edge.Contracts.Messages;

/// <summary>One camera as Home Assistant sees it: a picture, and an on/off sensor for each rule.</summary>
/// <param name="Id">Camera id.</param>
/// <param name="Rules">Rule ids.</param>
public sealed record HomeAssistantCamera(string Id, IReadOnlyList<HomeAssistantRule> Rules);
