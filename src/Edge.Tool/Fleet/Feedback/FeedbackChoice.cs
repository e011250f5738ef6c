using Edge.Contracts.Evidence;
using Edge.Contracts.Feedback;

namespace Edge.Tool.Fleet.Feedback;

/// <summary>Which feedback is wanted.</summary>
/// <param name="Kinds">Of these kinds.</param>
/// <param name="BareOnly">Only pictures that nothing is drawn into.</param>
/// <param name="ReviewedOnly">Only pictures whose labels nobody has still to look at.</param>
internal sealed record FeedbackChoice(IReadOnlyCollection<PictureKind> Kinds, bool BareOnly, bool ReviewedOnly)
{
    /// <summary>Whether it is wanted.</summary>
    public bool Wants(FeedbackItem item) => Kinds.Contains(item.Kind) && !(BareOnly && item.IsAnnotated) && !(ReviewedOnly && item.NeedsReview);
}
