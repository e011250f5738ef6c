namespace Edge.Contracts.Updates;

/// <summary>How much a candidate may change what the device has already judged, signed with the release.</summary>
/// <param name="MaximumChangedFraction">Largest share of stored pictures that get another verdict, 0 to 1; kept to a millionth.</param>
public sealed record ReplayBudget(double MaximumChangedFraction);
