namespace Edge.Domain.Inspection;

/// <summary>One shift of a factory.</summary>
/// <param name="Date">Local date on which it begins.</param>
/// <param name="Start">Its start by the local clock, as planned.</param>
/// <param name="From">Its first moment.</param>
/// <param name="To">The first moment of the next one. On days when the clock changes a shift is an hour longer or shorter.</param>
public sealed record Shift(DateOnly Date, TimeOnly Start, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Its name in file names and headings: <c>2026-06-01-0600</c>.</summary>
    public string Name => $"{Date:yyyy-MM-dd}-{Start:HHmm}";
}
