namespace Edge.Agent.Configuration;

/// <summary>Who this device is.</summary>
public sealed record DeviceSettings
{
    /// <summary>Unique within its site; letters, digits, <c>-</c> and <c>_</c>. Default: the host's name, cleaned.</summary>
    public string Id { get; init; } = "edge";

    /// <summary>Where it stands; letters, digits, <c>-</c> and <c>_</c>.</summary>
    public string Site { get; init; } = "home";

    /// <summary>What it is made of, as release targets name it; letters, digits, <c>-</c> and <c>_</c>. Empty asks the machine.</summary>
    public string Hardware { get; init; } = "";

    /// <summary>Serial number, as release targets name it; the same letters. Empty asks the machine.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Folder for everything the agent writes (outbox, evidence, engine caches).</summary>
    public string DataPath { get; init; } = "data";
}
