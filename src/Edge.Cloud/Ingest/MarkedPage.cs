using Edge.Cloud.Hosting;
using Edge.Cloud.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Edge.Cloud.Ingest;

/// <summary>What every search of things that people mark is asked with, newest first: how many, how marked, after which page.</summary>
internal static class MarkedPage
{
    /// <summary>What is wrong with it; null where nothing is.</summary>
    /// <param name="limit">Most rows, 1 to <see cref="AlertFilter.MaximumLimit"/>.</param>
    /// <param name="mark"><c>right</c>, <c>false</c>, <c>any</c>, <c>none</c>; null is whatever.</param>
    /// <param name="before">What <c>next</c> of the page before said; null is the first page.</param>
    /// <param name="key"><paramref name="before"/>, read.</param>
    public static ProblemHttpResult? Fault(int limit, string? mark, string? before, out PageKey? key)
    {
        key = null;
        if (limit is < 1 or > AlertFilter.MaximumLimit)
            return ApiProblem.Bad("badLimit", $"limit is {limit}; 1 to {AlertFilter.MaximumLimit} are allowed");
        if (mark is not (null or "right" or "false" or "any" or "none"))
            return ApiProblem.Bad("badMark", "mark: 'right', 'false', 'any' or 'none' is allowed");
        if (before is not null && (key = PageKey.Parse(before)) is null)
            return ApiProblem.Bad("badPage", "before: what 'next' of the page before said is allowed");
        return null;
    }

    /// <summary>Narrows a search to what is asked for.</summary>
    /// <param name="where">The search.</param>
    /// <param name="columns">The mark, and what the rows are ordered by: time, device, id.</param>
    /// <param name="mark">As in <see cref="Fault"/>.</param>
    /// <param name="before">The last row of the page before; null is the first page.</param>
    public static void Narrow(SqlConditions where, (string Mark, string Order) columns, string? mark, PageKey? before)
    {
        switch (mark)
        {
            case null:
                break;
            case "any":
                where.And($"{columns.Mark} IS NOT NULL");
                break;
            case "none":
                where.And($"{columns.Mark} IS NULL");
                break;
            default:
                where.And($"{columns.Mark} = @Mark", "Mark", mark);
                break;
        }

        if (before is null)
            return;
        where.And($"({columns.Order}) < (@BeforeAt, @BeforeDevice, @BeforeId)");
        where.Parameters.AddDynamicParams(new { BeforeAt = before.At, BeforeDevice = before.Device, BeforeId = before.Id });
    }
}
