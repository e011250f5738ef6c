using System.Text.Json;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>What a simulated conveyor knows at its end: the truth about each part, and where it ended.</summary>
internal sealed record ConveyorReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = false };

    /// <summary>Parts that came.</summary>
    public required int Parts { get; init; }

    /// <summary>Of them bad ones; empty carriers not counted.</summary>
    public required int Bad { get; init; }

    /// <summary>Bad parts and empty carriers among the good ones. The one number that must be 0.</summary>
    public required int BadAccepted { get; init; }

    /// <summary>Good parts among the good ones.</summary>
    public required int GoodAccepted { get; init; }

    /// <summary>Good parts that were put out although the station was ready: by verdict, or wrongly.</summary>
    public required int GoodRejectedWhileReady { get; init; }

    /// <summary>Parts put out while the station was not ready.</summary>
    public required int RejectedWhileNotReady { get; init; }

    /// <summary>Parts that the ejector touched for less than half of their passage while the station was ready: neither let pass nor put out.</summary>
    public required int TouchedWhileReady { get; init; }

    /// <summary>Ejections that jammed.</summary>
    public required int Jammed { get; init; }

    /// <summary>Parts that nobody watched at the trigger sensor.</summary>
    public required int Unwatched { get; init; }

    /// <summary>The whole belt's way in counts.</summary>
    public required long Counts { get; init; }

    /// <summary>Each part, in order.</summary>
    public required IReadOnlyList<Line> Each { get; init; }

    /// <summary>The report of a belt.</summary>
    public static ConveyorReport Of(ConveyorOptions options, ConveyorBelt belt, TimeProvider time)
    {
        ConveyorPart[] gone = [.. belt.Parts.Where(part => part.Bin is not null)];
        return new ConveyorReport
        {
            Parts = gone.Length,
            Bad = gone.Count(part => part.Kind == ConveyorPartKind.Bad),
            BadAccepted = gone.Count(part => part.Kind != ConveyorPartKind.Good && part.Bin == ConveyorBin.Accepted),
            GoodAccepted = gone.Count(part => part.Kind == ConveyorPartKind.Good && part.Bin == ConveyorBin.Accepted),
            GoodRejectedWhileReady = gone.Count(part => part.Kind == ConveyorPartKind.Good && part.Bin == ConveyorBin.Ejected && part.WasReady),
            RejectedWhileNotReady = gone.Count(part => part.Bin != ConveyorBin.Accepted && !part.WasReady),
            TouchedWhileReady = gone.Count(part => part.WasReady && part.HitCounts > 0 && part.HitCounts * 2 < options.Length),
            Jammed = gone.Count(part => part.Jammed),
            Unwatched = gone.Count(part => !part.WasWatched),
            Counts = belt.Count,
            Each = [.. gone.Select(part => Line.Of(part, time))],
        };
    }

    /// <summary>One JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The counts without the parts, one JSON object.</summary>
    public string ToSummary() => JsonSerializer.Serialize(this with { Each = [] }, Json);

    /// <summary>One part.</summary>
    /// <param name="Index">Its number, from 0.</param>
    /// <param name="Truth"><c>good</c>, <c>bad</c> or <c>blank</c>.</param>
    /// <param name="Golden">Presented as a golden part.</param>
    /// <param name="Bin"><c>accepted</c>, <c>ejected</c> or <c>diverted</c>.</param>
    /// <param name="Ready">The station was ready when it was at the ejector.</param>
    /// <param name="Watched">Somebody watched the trigger sensor when it came.</param>
    /// <param name="TriggeredAt">When it came.</param>
    /// <param name="HitAfterMs">From its trigger to the ejector's being active in front of it; null for never.</param>
    /// <param name="HitCounts">Counts for which the ejector was active in front of it.</param>
    internal sealed record Line(
        int Index, string Truth, bool Golden, string Bin, bool Ready, bool Watched, DateTimeOffset TriggeredAt, double? HitAfterMs, int HitCounts)
    {
        public static Line Of(ConveyorPart part, TimeProvider time) => new(
            part.Index,
            Name(part.Kind),
            part.IsGolden,
            Name(part.Bin),
            part.WasReady,
            part.WasWatched,
            part.TriggeredUtc,
            part.HitAt == 0 ? null : Math.Round(time.GetElapsedTime(part.TriggeredAt, part.HitAt).TotalMilliseconds, 3),
            part.HitCounts);

        private static string Name<T>(T value) => value!.ToString()!.ToLowerInvariant();
    }
}
