namespace Edge.Agent.Capture.Conveyor;

/// <summary>What a simulated conveyor is like. Distances are in encoder counts.</summary>
internal sealed record ConveyorOptions
{
    /// <summary>Socket of its GPIO chip; camera and control listen beside it (<see cref="ConveyorPlaces"/>).</summary>
    public required string Socket { get; init; }

    /// <summary>Counts a second.</summary>
    public double Speed { get; init; } = 400;

    /// <summary>From part to part, leading edges, on average.</summary>
    public int Spacing { get; init; } = 50;

    /// <summary>By how much of it the spacing varies, 0 to 0.5.</summary>
    public double SpacingJitter { get; init; } = 0.1;

    /// <summary>Length of a part.</summary>
    public int Length { get; init; } = 30;

    /// <summary>From the trigger sensor to the ejector.</summary>
    public int ToEjector { get; init; } = 110;

    /// <summary>Parts until the end.</summary>
    public int Parts { get; init; } = 200;

    /// <summary>Share of bad ones, 0 to 1.</summary>
    public double BadShare { get; init; } = 0.1;

    /// <summary>Share of ejections that jam: the part stays on the belt, whatever the ejector does. 0 to 1.</summary>
    public double JamShare { get; init; }

    /// <summary>Chooses everything.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Columns and rows of a picture: 320 or 640.</summary>
    public int Size { get; init; } = 640;

    /// <summary>Pictures a second; the trigger sensor starts one besides.</summary>
    public double Fps { get; init; } = 25;

    /// <summary>From the trigger to the exposure of its picture.</summary>
    public TimeSpan ExposureDelay { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>From the exposure to when the picture is delivered.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(8);

    /// <summary>Radius of the camera's defocus in pixels.</summary>
    public int Blur { get; init; }

    /// <summary>The belt stands for half a second every so often; zero never.</summary>
    public TimeSpan StopEvery { get; init; }

    /// <summary>The belt stops while nobody drives the line-stop output; otherwise it goes on, and the diverter rejects.</summary>
    public bool StopsWithoutAgent { get; init; }

    /// <summary>Parts come from the start, not only from when the station was ready for the first time.</summary>
    public bool FeedAtOnce { get; init; }
}
