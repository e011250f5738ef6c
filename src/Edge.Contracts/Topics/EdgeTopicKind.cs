namespace Edge.Contracts.Topics;

/// <summary>What a topic under a device carries.</summary>
public enum EdgeTopicKind
{
    /// <summary><c>state</c>: retained; birth and Will.</summary>
    State,

    /// <summary><c>alerts/{camera}</c>.</summary>
    Alerts,

    /// <summary><c>thumbnails/{camera}</c>: JPEG bytes of the latest alert's picture.</summary>
    Thumbnails,

    /// <summary><c>verdicts/{station}</c>.</summary>
    Verdicts,

    /// <summary><c>stations/{station}</c>: retained; how the station is doing.</summary>
    Stations,

    /// <summary><c>telemetry</c>.</summary>
    Telemetry,

    /// <summary><c>desired</c>: retained, from the cloud.</summary>
    Desired,

    /// <summary><c>reported</c>: retained, from the device.</summary>
    Reported,

    /// <summary><c>command/{name}</c>: a request to the device.</summary>
    Command,

    /// <summary><c>response/{name}</c>: where answers go when a request names no response topic.</summary>
    Response,

    /// <summary><c>receipts</c>: ids that the cloud has committed.</summary>
    Receipts,

    /// <summary><c>losses</c>: reports of messages that the device had to give up.</summary>
    Losses,
}
