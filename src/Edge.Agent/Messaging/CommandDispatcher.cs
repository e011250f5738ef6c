using System.Threading.Channels;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Messaging;

/// <summary>
/// Answers command requests. Nothing that comes in is trusted: each request ends in a response or a counted drop, never in an exception.
/// A few are done at a time, a bounded number wait, the rest is dropped and counted.
/// </summary>
public sealed class CommandDispatcher
{
    /// <summary>Largest payload of a request, in bytes.</summary>
    public const int MaximumPayloadBytes = 64 * 1024;

    private const int QueueLength = 64;
    private const int AtOnce = 2;
    private static readonly TimeSpan HandlerTimeout = TimeSpan.FromSeconds(30);

    private readonly EdgeTopics _topics;
    private readonly Dictionary<string, ICommandHandler> _handlers;
    private readonly BrokerConnection _connection;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Channel<InboundMessage> _queue = Channel.CreateBounded<InboundMessage>(QueueLength);

    /// <summary>Answers with <paramref name="handlers"/>, whose names are unique.</summary>
    public CommandDispatcher(EdgeTopics topics, IEnumerable<ICommandHandler> handlers, BrokerConnection connection, TimeProvider clock, ILogger<CommandDispatcher> logger)
    {
        _topics = topics;
        _handlers = handlers.ToDictionary(h => EdgeId.Require(h.Name, "command"), StringComparer.Ordinal);
        _connection = connection;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Takes a message on <c>command/…</c>. Returns at once.</summary>
    public void Offer(InboundMessage message)
    {
        // A retained request would be done again on each connection, for ever.
        // TryWrite fails when too many wait: the sender hears nothing, and asks again.
        if (message.IsRetained || !_queue.Writer.TryWrite(Shrink(message)))
            _connection.Counters.CountInboundDropped();
    }

    /// <summary>Answers until <paramref name="cancellationToken"/> ends it. Never throws.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => WorkAsync(cancellationToken)));

    private static InboundMessage Shrink(InboundMessage message) =>
        // One byte over is enough to say that it was too much; a queue of megabytes is not.
        message.Payload.Length > MaximumPayloadBytes ? message with { Payload = new byte[MaximumPayloadBytes + 1] } : message;

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (InboundMessage message in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                await AnswerAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task AnswerAsync(InboundMessage message, CancellationToken cancellationToken)
    {
        if (!EdgeTopics.TryParse(message.Topic, out EdgeTopic topic) || topic.Kind != EdgeTopicKind.Command || message.CorrelationData?.Length > ushort.MaxValue)
        {
            _connection.Counters.CountInboundDropped();
            return;
        }

        CommandResponse response = await HandleAsync(topic.Name, message.Payload, cancellationToken).ConfigureAwait(false);
        string to = ResponseTopicOf(message, topic.Name);
        PublishOutcome outcome = await _connection.PublishAsync(
            new OutgoingMessage(to, DeviceMessages.Write(response with { Command = topic.Name })) { CorrelationData = message.CorrelationData },
            cancellationToken).ConfigureAwait(false);
        _connection.Counters.CountCommand();
        if (outcome.Kind != DeliveryOutcome.Delivered)
            _logger.LogWarning("The answer to command {Command} on {Topic} was not delivered: {Reason}", topic.Name, to, outcome.Reason);
    }

    private async Task<CommandResponse> HandleAsync(string name, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(name, out ICommandHandler? handler))
            return CommandResponse.Failed(CommandErrorCode.UnknownCommand, $"No command '{name}'; there are: {string.Join(", ", _handlers.Keys.Order(StringComparer.Ordinal))}.");
        if (payload.Length > MaximumPayloadBytes)
            return CommandResponse.Failed(CommandErrorCode.TooLarge, $"A request may have {MaximumPayloadBytes} bytes.");
        if (!DeviceMessages.TryReadArguments(payload, out System.Text.Json.JsonElement? arguments, out string? fault))
            return CommandResponse.Failed(CommandErrorCode.Malformed, fault);
        using var timeout = new CancellationTokenSource(HandlerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // On its own, so that a handler that blocks costs its time and no more.
            return await Task.Run(() => handler.HandleAsync(new CommandRequest(name, arguments), either.Token), either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CommandResponse.Failed(CommandErrorCode.TimedOut, $"Not done within {HandlerTimeout.TotalSeconds:0} s.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException) // The loop's edge: a handler's fault is an answer.
        {
            _logger.LogError(exception, "Command {Command} failed", name);
            return CommandResponse.Failed(CommandErrorCode.Failed, exception.Message);
        }
    }

    private string ResponseTopicOf(InboundMessage message, string name)
    {
        // Whoever may send requests must not make us write on topics that others take as ours or the broker's.
        string? asked = message.ResponseTopic;
        bool isUsable = !string.IsNullOrEmpty(asked)
            && asked.Length <= 1024
            && asked.IndexOfAny(['+', '#', '\0']) < 0
            && asked[0] != '$'
            && !(asked.StartsWith("edge/v1/", StringComparison.Ordinal) && !IsResponse(asked));
        return isUsable ? asked! : _topics.Response(name);
    }

    private static bool IsResponse(string topic) => EdgeTopics.TryParse(topic, out EdgeTopic parsed) && parsed.Kind == EdgeTopicKind.Response;
}
