namespace Edge.Contracts.Messages;

/// <summary>Arguments of <see cref="StationCommands.Product"/>.</summary>
/// <param name="Station">Station id; null where it was not named, which is enough where there is one.</param>
/// <param name="Product">Id of the product to set.</param>
/// <param name="By">Who wants it, for the receipts; null where nobody was named.</param>
public sealed record StationProductArguments(string? Station, string Product, string? By);
