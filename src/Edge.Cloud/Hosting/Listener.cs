namespace Edge.Cloud.Hosting;

/// <summary>By which door a request came, and through which a route may be reached.</summary>
[Flags]
internal enum Listener
{
    /// <summary>The operators' listener.</summary>
    Operators = 1,

    /// <summary>The devices' listener.</summary>
    Devices = 2,

    /// <summary>Both.</summary>
    Both = Operators | Devices,
}
