using System.Diagnostics.CodeAnalysis;
using Edge.Agent.Capture.Synthetic.Boards;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// What <c>synthetic:NAME?key=value&amp;…</c> asks for. Scenes: <c>street</c> (endless, live), <c>script</c>
/// (a known sequence of events, read as a recording) and <c>boards</c> (an endless line of circuit boards, live).
/// </summary>
internal sealed record SyntheticOptions
{
    /// <summary>Which scene: <c>street</c>, <c>script</c> or <c>boards</c>.</summary>
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

    /// <summary>Street and boards: frames until the source ends; 0 is endless. A live one is a camera that hangs up: it is opened again.</summary>
    public long Frames { get; init; }

    /// <summary>Street and boards: <c>live</c> at its frame rate, or <c>fast</c>: a recording, every frame as fast as it is taken.</summary>
    public bool IsLive { get; init; } = true;

    /// <summary>Script: events until its end.</summary>
    public int Events { get; init; } = 200;

    /// <summary>Script: empty frames before each event.</summary>
    public int GapFrames { get; init; } = 45;

    /// <summary>Script: frames that each event lasts.</summary>
    public int HoldFrames { get; init; } = 20;

    /// <summary>Boards: how many a minute.</summary>
    public double Rate { get; init; } = 20;

    /// <summary>Boards: most defects on one; 0 draws good boards only.</summary>
    public int Defects { get; init; } = 4;

    /// <summary>Boards: share of good ones among them, 0 to 1.</summary>
    public double Good { get; init; } = 0.25;

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
            "boards" => Boards(query),
            _ => null,
        };
        error = asked is null
            ? $"no synthetic scene is called '{name}'; allowed: street, script, boards"
            : query.Fault($"synthetic:{(name.Length == 0 ? "street" : name)}");
        options = error is null ? asked : null;
        return options is not null;
    }

    /// <summary>What is asked for, and what draws it.</summary>
    public (SyntheticFilm Film, ISyntheticRenderer Renderer) CreateFilm()
    {
        if (Scene == "boards")
        {
            var line = new BoardLine(Seed, Fps, Rate, Defects, Good, Frames);
            return (line, new BoardRenderer(line));
        }

        SyntheticScene scene = CreateScene();
        return (scene, new SceneRenderer(scene));
    }

    /// <summary>The street or script that is asked for.</summary>
    public SyntheticScene CreateScene() => Scene == "script"
        ? new ScriptScene(Seed, Fps, Events, GapFrames, HoldFrames)
        : new StreetScene(Seed, Fps, People, Cars, Speed, Frames);

    private static SyntheticOptions Street(SyntheticQuery query)
    {
        SyntheticOptions options = Common(query, "street", fps: 15) with
        {
            Size = AskedSize(query),
            People = query.Integer("people", 3, 0, StreetScene.MaximumPeople),
            Cars = query.Integer("cars", 2, 0, StreetScene.MaximumCars),
            Speed = query.Number("speed", 1, 0.1, 10),
        };
        return Paced(query, options with { Faults = options.Faults with { ResizeEvery = query.Duration("resizeEvery") } });
    }

    // A board's picture has the size and scale that inspectors are trained on: no width, height or resizeEvery.
    private static SyntheticOptions Boards(SyntheticQuery query) => Paced(query, Common(query, "boards", fps: 10) with
    {
        Size = new SizePx(CopperLayer.Side, CopperLayer.Side),
        Rate = query.Number("rate", 20, 1, BoardLine.MaximumRate),
        Defects = query.Integer("defects", 4, 0, DefectPainter.MaximumDefects),
        Good = query.Number("good", 0.25, 0, 1),
    });

    private static SyntheticOptions Script(SyntheticQuery query)
    {
        SyntheticOptions options = Common(query, "script", fps: 15) with
        {
            Size = AskedSize(query),
            IsLive = false,
            Events = query.Integer("events", 200, 1, 1_000_000),
            GapFrames = query.Integer("gap", 45, 1, 10_000),
            HoldFrames = query.Integer("hold", 20, 1, 10_000),
        };
        return options with { Faults = options.Faults with { ResizeEvery = query.Duration("resizeEvery") } };
    }

    /// <summary>Live, with what goes wrong with live cameras; or as fast as it is taken.</summary>
    private static SyntheticOptions Paced(SyntheticQuery query, SyntheticOptions options)
    {
        options = options with
        {
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

    private static SyntheticOptions Common(SyntheticQuery query, string scene, double fps) => new()
    {
        Scene = scene,
        Fps = query.Number("fps", fps, 0.5, 240),
        Seed = query.Integer("seed", 1, 0, int.MaxValue),
        Faults = new SyntheticFaults
        {
            GarbageEvery = query.Duration("garbageEvery"),
            GarbageFor = query.Duration("garbageFor", TimeSpan.FromSeconds(0.5)),
        },
    };

    private static SizePx AskedSize(SyntheticQuery query) =>
        new(query.Integer("width", 640, 64, 3840), query.Integer("height", 360, 64, 2160));
}
