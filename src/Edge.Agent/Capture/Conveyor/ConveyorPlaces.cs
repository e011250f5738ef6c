namespace Edge.Agent.Capture.Conveyor;

/// <summary>Sockets and lines of a simulated conveyor.</summary>
internal static class ConveyorPlaces
{
    /// <summary>Lines of its chip.</summary>
    public const int Lines = 8;

    /// <summary>Input of the agent: a part's leading edge is at the camera.</summary>
    public const int Trigger = 0;

    /// <summary>Input of the agent: changes with every count.</summary>
    public const int Encoder = 1;

    /// <summary>Input of the agent: something falls into the bin of the rejected.</summary>
    public const int Confirm = 2;

    /// <summary>Output of the agent: the ejector.</summary>
    public const int Ejector = 3;

    /// <summary>Output of the agent: stops the belt.</summary>
    public const int LineStop = 4;

    /// <summary>Output of the agent: inspects. Low, the diverter rejects everything.</summary>
    public const int Ready = 5;

    /// <summary>Where the camera of a conveyor listens.</summary>
    public static string CameraOf(string socket) => socket + ".camera";

    /// <summary>Where a conveyor takes orders.</summary>
    public static string ControlOf(string socket) => socket + ".control";
}
