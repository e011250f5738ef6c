namespace Edge.Contracts.Messages;

/// <summary>Answer to <see cref="StationCommands.Product"/>, once the product is set.</summary>
/// <param name="Station">Station id.</param>
/// <param name="Product">Id of the product in force.</param>
/// <param name="Previous">Id of the one before; empty where there was none.</param>
/// <param name="Mode">What the station is doing now: a new product may ask for golden parts first.</param>
public sealed record StationProductResult(string Station, string Product, string Previous, StationMode Mode);
