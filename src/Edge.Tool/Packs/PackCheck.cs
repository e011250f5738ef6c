namespace Edge.Tool.Packs;

/// <summary>One check of a pack and what came of it.</summary>
/// <param name="Name">What was checked, one word or two.</param>
/// <param name="Passed">True, false, or null where it was not done.</param>
/// <param name="Detail">What was found, or why it was not done.</param>
/// <param name="Fault">For a check that failed: what kind of thing is wrong.</param>
internal sealed record PackCheck(string Name, bool? Passed, string Detail, string? Fault = null);
