using Edge.Agent.Configuration.Secrets;

namespace Edge.Agent.Configuration;

/// <summary>What the command line says over file and environment.</summary>
/// <param name="Source">The first camera's source, instead of the configured one; the other cameras are left out. Null is no change.</param>
/// <param name="Model">The detector: pack or <c>.onnx</c>. Null is no change.</param>
public sealed record CommandLineOverrides(string? Source = null, string? Model = null)
{
    /// <summary>No change.</summary>
    public static readonly CommandLineOverrides None = new();

    /// <summary>Without credentials.</summary>
    public override string ToString() => $"--source {Printable.Redact(Source ?? "")} --model {Model}";
}
