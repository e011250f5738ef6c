namespace Edge.Contracts.Topics;

/// <summary>The topics of one device: <c>edge/v1/{site}/{device}/…</c>. Ids are checked, so that none can hold a wildcard or a level of its own.</summary>
public sealed class EdgeTopics
{
    private const string Prefix = "edge/v1/";

    /// <summary>Topics of <paramref name="device"/> at <paramref name="site"/>.</summary>
    /// <exception cref="ArgumentException">An id is not one (<see cref="EdgeId"/>).</exception>
    public EdgeTopics(string site, string device)
    {
        Site = EdgeId.Require(site, nameof(site));
        Device = EdgeId.Require(device, nameof(device));
        Root = $"{Prefix}{Site}/{Device}/";
    }

    /// <summary>Site id.</summary>
    public string Site { get; }

    /// <summary>Device id.</summary>
    public string Device { get; }

    /// <summary>What every topic of the device starts with, with its last <c>/</c>.</summary>
    public string Root { get; }

    /// <summary>Retained; birth and Will.</summary>
    public string State => Root + "state";

    /// <summary>Numbers about the device.</summary>
    public string Telemetry => Root + "telemetry";

    /// <summary>Retained, from the cloud.</summary>
    public string Desired => Root + "desired";

    /// <summary>Retained, from the device.</summary>
    public string Reported => Root + "reported";

    /// <summary>Ids that the cloud has committed.</summary>
    public string Receipts => Root + "receipts";

    /// <summary>Reports of messages that the device had to give up.</summary>
    public string Losses => Root + "losses";

    /// <summary>Filter of every command request.</summary>
    public string CommandFilter => Root + "command/+";

    /// <summary>Alerts of one camera.</summary>
    public string Alerts(string camera) => Root + "alerts/" + EdgeId.Require(camera, nameof(camera));

    /// <summary>JPEG bytes of the picture of one camera's latest alert.</summary>
    public string Thumbnails(string camera) => Root + "thumbnails/" + EdgeId.Require(camera, nameof(camera));

    /// <summary>Verdicts of one inspection station.</summary>
    public string Verdicts(string station) => Root + "verdicts/" + EdgeId.Require(station, nameof(station));

    /// <summary>Retained; how one inspection station is doing.</summary>
    public string Stations(string station) => Root + "stations/" + EdgeId.Require(station, nameof(station));

    /// <summary>Requests of one command.</summary>
    public string Command(string name) => Root + "command/" + EdgeId.Require(name, nameof(name));

    /// <summary>Where the answers of one command go when the request names no response topic.</summary>
    public string Response(string name) => Root + "response/" + EdgeId.Require(name, nameof(name));

    /// <summary>Reads a topic of any device.</summary>
    /// <returns>False where it is none of ours; <paramref name="parsed"/> is then meaningless.</returns>
    public static bool TryParse(string? topic, out EdgeTopic parsed)
    {
        parsed = default;
        if (topic is null || !topic.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        string[] levels = topic[Prefix.Length..].Split('/');
        if (levels.Length is < 3 or > 4 || !levels.All(level => EdgeId.IsValid(level)))
            return false;
        if (KindOf(levels[2], named: levels.Length == 4) is not { } kind)
            return false;
        parsed = new EdgeTopic(levels[0], levels[1], kind, levels.Length == 4 ? levels[3] : "");
        return true;
    }

    private static EdgeTopicKind? KindOf(string level, bool named) => (level, named) switch
    {
        ("state", false) => EdgeTopicKind.State,
        ("telemetry", false) => EdgeTopicKind.Telemetry,
        ("desired", false) => EdgeTopicKind.Desired,
        ("reported", false) => EdgeTopicKind.Reported,
        ("receipts", false) => EdgeTopicKind.Receipts,
        ("losses", false) => EdgeTopicKind.Losses,
        ("alerts", true) => EdgeTopicKind.Alerts,
        ("thumbnails", true) => EdgeTopicKind.Thumbnails,
        ("verdicts", true) => EdgeTopicKind.Verdicts,
        ("stations", true) => EdgeTopicKind.Stations,
        ("command", true) => EdgeTopicKind.Command,
        ("response", true) => EdgeTopicKind.Response,
        _ => null,
    };
}
