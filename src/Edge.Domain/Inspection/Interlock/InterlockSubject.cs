namespace Edge.Domain.Inspection.Interlock;

/// <summary>What a check holds for.</summary>
/// <param name="Product">Id of the product that is set.</param>
/// <param name="Digest">Of all that a verdict of this product depends on: model, configuration, templates. Any change of it needs a new check.</param>
public readonly record struct InterlockSubject(string Product, string Digest);
