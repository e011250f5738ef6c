namespace Edge.Agent.Configuration.Stations;

/// <summary>One inspection station: a part comes, a picture is taken, a verdict is reached, bad parts are put out.</summary>
public sealed record StationSettings
{
    /// <summary>Unique within the device; part of its topics.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the camera that looks at the parts; empty where the trigger brings its own pictures.</summary>
    public string Camera { get; init; } = "";

    /// <summary>What tells that a part is there.</summary>
    public TriggerSettings Trigger { get; init; } = new();

    /// <summary>What is made, one or more. The first is set at the first start; the command <c>station-product</c> changes it.</summary>
    public IReadOnlyList<ProductSettings> Products { get; init; } = [];

    /// <summary>What a picture must be to be judged at all.</summary>
    public PictureSettings Picture { get; init; } = new();

    /// <summary>Longest time from trigger to verdict; a later one counts as cannot judge.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How bad parts are put out.</summary>
    public RejectSettings Reject { get; init; } = new();

    /// <summary>The check with known parts.</summary>
    public InterlockSettings Interlock { get; init; } = new();

    /// <summary>When shifts begin, in the device's time zone; a report is written at the end of each. Empty is none.</summary>
    public IReadOnlyList<TimeOnly> Shifts { get; init; } = [];

    /// <summary>Whether an annotated picture is kept of each part that does not pass.</summary>
    public bool Evidence { get; init; } = true;
}
