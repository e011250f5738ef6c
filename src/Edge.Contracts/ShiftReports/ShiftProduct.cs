namespace Edge.Contracts.ShiftReports;

/// <summary>One product's parts.</summary>
/// <param name="Product">The product.</param>
/// <param name="Outcomes">What was said of them.</param>
public sealed record ShiftProduct(string Product, ShiftOutcomes Outcomes);
