namespace Edge.Agent.Updates;

/// <summary>What the device is, as releases name it.</summary>
/// <param name="Hardware">Hardware id; empty where it is not known: a release for certain hardware is then not for it.</param>
/// <param name="Serial">Serial number; empty where it is not known.</param>
public sealed record UpdateIdentity(string Hardware, string Serial);
