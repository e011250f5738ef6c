using Edge.Contracts.Messages;

namespace Edge.Agent.Messaging;

/// <summary>Does one command. Called from several threads at once.</summary>
public interface ICommandHandler
{
    /// <summary>Name of the command: the last level of its topic.</summary>
    string Name { get; }

    /// <summary>Does it. An exception becomes an error response.</summary>
    /// <param name="request">What was asked; its arguments are not trusted.</param>
    /// <param name="cancellationToken">Cancelled when it takes too long, or the agent ends.</param>
    Task<CommandResponse> HandleAsync(CommandRequest request, CancellationToken cancellationToken);
}
