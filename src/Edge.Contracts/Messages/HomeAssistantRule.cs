namespace Edge.Contracts.Messages;

/// <summary>One rule as Home Assistant sees it.</summary>
/// <param name="Id">Rule id.</param>
/// <param name="IsMomentary">True where no end follows an alert: the sensor goes off by itself.</param>
public sealed record HomeAssistantRule(string Id, bool IsMomentary);
