namespace Edge.Contracts.Feedback;

/// <summary>A page of feedback.</summary>
/// <param name="Items">By device and subject.</param>
/// <param name="Next">Give it as <c>after</c> for the next page; null: this is the last one.</param>
public sealed record FeedbackPage(IReadOnlyList<FeedbackItem> Items, string? Next = null);
