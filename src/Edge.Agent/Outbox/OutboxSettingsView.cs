namespace Edge.Agent.Outbox;

/// <summary>What the store needs of the settings.</summary>
/// <param name="Budget">How the disk budget is shared.</param>
/// <param name="Synchronous">Whether commits wait for the disk.</param>
internal readonly record struct OutboxSettingsView(BudgetPolicy Budget, bool Synchronous);
