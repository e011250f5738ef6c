using System.Diagnostics.CodeAnalysis;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// What <c>synthetic:NAME?key=value&amp;…</c> asks for. Scenes: <c>street</c> (endless, live) and <c>script</c>
/// (a known sequence of events, read as a recording).
/// </summary>
internal sealed record SyntheticOptions
{
    /// <summary>Which scene: <c>street</c> or <c>script</c>.</summary>
    public string Scene { get; init; } = "street";

    /// <summary>Picture size.</summary>
    public SizePx Size { get; init; } = new(640, 360);

    /// <summary>Frames a second of the scene's time; a live scene delivers them at this rate.</summary>
    public double Fps { get; init; } = 15;

    /// <summary>Chooses all that is left to chance.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Street: most people at once.</summary>
    public int People { get; init; } = 3;

    /// <summary>Street: most cars at once.</summary>
    public int Cars { get; init; } = 2;

    /// <summary>Street: how fast everybody moves; 1 is life.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Street: frames until the source ends; 0 is endless. A live one is a camera that hangs up: it is opened again.</summary>
    public long Frames { get; init; }

    /// <summary>Street: <c>live</c> at its frame rate, or <c>fast</c>: a recording, every frame as fast as it is taken.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Script: events until its end.</summary>
    public int Events { get; init; } = 200;

    /// <summary>Script: empty frames before each event.</summary>
    public int GapFrames { get; init; } = 45;

    /// <summary>Script: frames that each event lasts.</summary>
    public int HoldFrames { get; init; } = 20;

    /// <summary>What goes wrong, and when.</summary>
    public SyntheticFaults Faults { get; init; } = new();

    /// <summary>Reads a source's text behind <c>synthetic:</c>.</summary>
    /// <exception cref="FormatException">With what is wrong and what is allowed.</exception>
    public static SyntheticOptions Parse(string text) =>
        TryParse(text, out SyntheticOptions? options, out string? error) ? options : throw new FormatException(error);

    /// <summary>Reads a source's text behind <c>synthetic:</c>.</summary>
    /// <param name="text">For example <c>street?people=5&amp;fps=10</c>; empty is the street.</param>
    /// <param name="options">The result.</param>
    /// <param name="error">What is wrong and what is allowed.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SyntheticOptions? options, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        int mark = text.IndexOf('?', StringComparison.Ordinal);
        string name = (mark < 0 ? text : text[..mark]).Trim();
        var query = new SyntheticQuery(mark < 0 ? "" : text[(mark + 1)..]);
        SyntheticOptions? asked = name switch
        {
            "" or "street" => Street(query),
            "script" => Script(query),
            _ => null,
        };
        error = asked is null
            ? $"no synthetic scene is called '{name}'; allowed: street, script"
            : query.Fault($"synthetic:{(name.Length == 0 ? "street" : name)}");
        options = error is null ? asked : null;
        return options is not null;
    }

    /// <summary>The scene that is asked for.</summary>
    public SyntheticScene CreateScene() => Scene == "script"
        ? new ScriptScene(Seed, Fps, Events, GapFrames, HoldFrames)
        : new StreetScene(Seed, Fps, People, Cars, Speed, Frames);

    private static SyntheticOptions Street(SyntheticQuery query)
    {
        SyntheticOptions options = Common(query, "street") with
        {
            People = query.Integer("people", 3, 0, StreetScene.MaximumPeople),
            Cars = query.Integer("cars", 2, 0, StreetScene.MaximumCars),
            Speed = query.Number("speed", 1, 0.1, 10),
            Frames = query.Integer("frames", 0, 0, int.MaxValue),
            IsLive = query.Word("pace", "live", "live", "fast") == "live",
        };
        if (options.IsLive)
        {
            return options with
            {
                Faults = options.Faults with
                {
                    StallEvery = query.Duration("stallEvery"),
                    StallFor = query.Duration("stallFor", TimeSpan.FromSeconds(8)),
                    DieEvery = query.Duration("dieEvery"),
                },
            };
        }

        // A recording is read again from its start after a failure: one that always fails at the same place would never end.
        query.Refuse("pace=fast", "stallEvery", "stallFor", "dieEvery");
        return options;
    }

    private static SyntheticOptions Script(SyntheticQuery query) => Common(query, "script") with
    {
        IsLive = false,
        Events = query.Integer("events", 200, 1, 1_000_000),
        GapFrames = query.Integer("gap", 45, 1, 10_000),
        HoldFrames = query.Integer("hold", 20, 1, 10_000),
    };

    private static SyntheticOptions Common(SyntheticQuery query, string scene) => new()
    {
        Scene = scene,
        Size = new SizePx(query.Integer("width", 640, 64, 3840), query.Integer("height", 360, 64, 2160)),
        Fps = query.Number("fps", 15, 0.5, 240),
        Seed = query.Integer("seed", 1, 0, int.MaxValue),
        Faults = new SyntheticFaults
        {
            ResizeEvery = query.Duration("resizeEvery"),
            GarbageEvery = query.Duration("garbageEvery"),
            GarbageFor = query.Duration("garbageFor", TimeSpan.FromSeconds(0.5)),
        },
    };
}
