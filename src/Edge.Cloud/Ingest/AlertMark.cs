namespace Edge.Cloud.Ingest;

/// <summary>What an operator says of an alert or a verdict.</summary>
/// <param name="Mark"><c>right</c> or <c>false</c>; null takes it back.</param>
/// <param name="Class">What it really was, where only the class was wrong; null: as the device said, or nothing at all.</param>
/// <param name="Note">For people, up to 500 characters.</param>
internal sealed record AlertMark(string? Mark, string? Class = null, string? Note = null)
{
    /// <summary>Why it is none; null where it is one.</summary>
    public string? Fault() =>
        Mark is not (null or "right" or "false") ? "mark: 'right', 'false' or null is allowed"
        : Class is { } name && (name.Length is 0 or > 100 || name.Any(char.IsControl)) ? "class: 1 to 100 characters without control characters are allowed"
        : Note is { } note && (note.Length > 500 || note.Contains('\0')) ? "note: at most 500 characters are allowed"
        : null;
}
