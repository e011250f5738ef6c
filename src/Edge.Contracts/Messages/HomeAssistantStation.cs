namespace Edge.Contracts.Messages;

/// <summary>One inspection station as Home Assistant sees it: outcome, counts, yield, mode, whether it is in fail-safe; a button that asks for golden parts.</summary>
/// <param name="Id">Station id.</param>
/// <param name="Products">Product ids to choose from; empty shows no choice.</param>
/// <param name="HasGoldenParts">Whether the station knows golden parts, so that there is something to ask for.</param>
public sealed record HomeAssistantStation(string Id, IReadOnlyList<string> Products, bool HasGoldenParts = false);
