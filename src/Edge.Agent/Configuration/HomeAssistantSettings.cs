namespace Edge.Agent.Configuration;

/// <summary>Home Assistant device discovery.</summary>
public sealed record HomeAssistantSettings
{
    /// <summary>Whether discovery messages are published.</summary>
    public bool Enabled { get; init; }

    /// <summary>Discovery prefix as set in Home Assistant.</summary>
    public string Prefix { get; init; } = "homeassistant";
}
