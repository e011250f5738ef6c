using Edge.Agent.Gpio;

namespace Edge.Agent.Health.Telemetry;

/// <summary>The process and its machine.</summary>
/// <param name="Uptime">Since the sampler was made.</param>
/// <param name="ResidentBytes">Physical memory in use; null where the system does not say.</param>
/// <param name="ManagedBytes">Of it, the managed heap.</param>
/// <param name="Gen0Collections">Garbage collections of generation 0.</param>
/// <param name="Gen1Collections">Garbage collections of generation 1.</param>
/// <param name="Gen2Collections">Garbage collections of generation 2.</param>
/// <param name="Threads">Operating system threads; null where the system does not say.</param>
/// <param name="Handles">Open file descriptors; null where the system does not say.</param>
/// <param name="CpuTime">Processor time used, user and system.</param>
/// <param name="CpuTemperatureCelsius">The processor's temperature; null without a sensor.</param>
/// <param name="DiskFreeBytes">Room on the disk of the data folder; null where it cannot be asked.</param>
public sealed record ProcessTelemetry(
    TimeSpan Uptime,
    long? ResidentBytes,
    long ManagedBytes,
    int Gen0Collections,
    int Gen1Collections,
    int Gen2Collections,
    int? Threads,
    int? Handles,
    TimeSpan CpuTime,
    double? CpuTemperatureCelsius,
    long? DiskFreeBytes)
{
    /// <summary>The air in the enclosure; null without a sensor, and while it fails.</summary>
    public EnclosureReading? Enclosure { get; init; }

    /// <summary>Part of their frame rate that live cameras may use, above 0 to 1.</summary>
    public double FrameRate { get; init; } = 1;
}
