namespace Edge.Agent.Health;

/// <summary>Hears how the device is. Called from the monitor's loop, once per change: be quick; what it throws is logged.</summary>
public interface IHealthListener
{
    /// <summary>A part's state or its reason changed, or this is the first report.</summary>
    void HealthChanged(HealthReport report);
}
