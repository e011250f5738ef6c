namespace Edge.Contracts.Evidence;

/// <summary>Result of <c>command/pictures</c>: what will be uploaded.</summary>
/// <param name="Accepted">Wishes whose picture is there and within the budgets.</param>
/// <param name="Examples">Hard examples that will be sent.</param>
/// <param name="Missing">Subjects of wishes whose picture is not on the device (any more).</param>
/// <param name="OverBudget">Wishes and examples left out for a budget.</param>
/// <param name="LeftBytes">Bytes that the device may still upload in this day.</param>
public sealed record PictureAnswer(int Accepted, int Examples, IReadOnlyList<string> Missing, int OverBudget, long LeftBytes);
