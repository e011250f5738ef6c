namespace Edge.Agent.Capture.Conveyor;

/// <summary>Where a simulated part ended.</summary>
internal enum ConveyorBin
{
    /// <summary>Among the good ones.</summary>
    Accepted,

    /// <summary>Put out by the ejector.</summary>
    Ejected,

    /// <summary>Put out by the diverter, since the station was not ready.</summary>
    Diverted,
}
