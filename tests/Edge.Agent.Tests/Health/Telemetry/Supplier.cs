using Edge.Agent.Health.Telemetry;

namespace Edge.Agent.Tests.Health.Telemetry;

/// <summary>A part with the numbers it is told to have.</summary>
internal sealed class Supplier(Func<IEnumerable<TelemetryValue>> read) : ITelemetrySupplier
{
    public IEnumerable<TelemetryValue> Read() => read();
}
