using System.Threading.Channels;
using Edge.Contracts.Messages;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Messaging;

/// <summary>Applies <c>desired</c> and answers on <c>reported</c>. The newest wins; one that is the same as the last is not applied again.</summary>
public sealed class DesiredDispatcher(IDesiredHandler handler, ReportedPublisher reported, ILogger<DesiredDispatcher> logger)
{
    /// <summary>Largest payload, in bytes.</summary>
    public const int MaximumPayloadBytes = 512 * 1024;

    private readonly Channel<InboundMessage> _latest = Channel.CreateBounded<InboundMessage>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private byte[]? _lastApplied;

    /// <summary>Takes a message on <c>desired</c>. Returns at once.</summary>
    public void Offer(InboundMessage message) => _latest.Writer.TryWrite(message);

    /// <summary>Applies until <paramref name="cancellationToken"/> ends it. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (InboundMessage message in _latest.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                // Empty: the cloud took back its wish; what is in force stays. Same: a new connection gave us the retained one again.
                if (!message.Payload.IsEmpty && !message.Payload.Span.SequenceEqual(_lastApplied))
                    await ApplyAsync(message.Payload, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private async Task ApplyAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (payload.Length > MaximumPayloadBytes)
        {
            reported.Answer(null, [$"{payload.Length} bytes; {MaximumPayloadBytes} are allowed."]);
            return;
        }

        if (!DeviceMessages.TryReadDesired(payload, out DesiredState? desired, out string? fault))
        {
            reported.Answer(null, [fault]);
            return;
        }

        try
        {
            IReadOnlyList<string> faults = await handler.ApplyAsync(desired, cancellationToken).ConfigureAwait(false);
            _lastApplied = payload.ToArray();
            reported.Answer(desired.Version, faults);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested) // The loop's edge.
        {
            logger.LogError(exception, "Desired version {Version} could not be applied", desired.Version);
            reported.Answer(desired.Version, [exception.Message]);
        }
    }
}
