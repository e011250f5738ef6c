namespace Edge.Contracts.Messages;

/// <summary>Why a command was not done.</summary>
/// <param name="Code">One of <see cref="CommandErrorCode"/>'s names.</param>
/// <param name="Message">For people: what, where, and what is allowed.</param>
public sealed record CommandError(CommandErrorCode Code, string Message);
