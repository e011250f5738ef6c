using System.Collections.Concurrent;
using Edge.Agent.Capture;
using Edge.Agent.Station;
using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Station;

/// <summary>One fresh picture for each trigger, or none: never a stale one.</summary>
public sealed class PartPicturesTests : IDisposable
{
    private readonly FramePool _pool = new();
    private readonly Feed _feed = new();
    private readonly ConcurrentQueue<(Guid Part, long? Sequence)> _taken = new();
    private readonly TimeProvider _time = TimeProvider.System;

    [Fact]
    public async Task Frame_ExposedBeforeTheTrigger_IsNotTaken_TheNextOneIs()
    {
        using PartPictures pictures = Open();
        PartTrigger part = Trigger();
        Assert.True(pictures.Want(part));

        _feed.Put(Frame(1, part.Timestamp - 1));
        _feed.Put(Frame(2, part.Timestamp));

        await Deadline.UntilAsync(() => !_taken.IsEmpty, "a picture");
        Assert.Equal([(part.PartId, 2L)], _taken.Select(taken => (taken.Part, taken.Sequence!.Value)));
        await Deadline.UntilAsync(() => _pool.Outstanding == 1, "the stale frame goes back; the taken one is its taker's");
    }

    [Fact]
    public async Task Delay_IsWaitedFor()
    {
        using PartPictures pictures = Open(delay: TimeSpan.FromSeconds(1));
        PartTrigger part = Trigger();
        pictures.Want(part);
        long second = _time.TimestampFrequency;

        _feed.Put(Frame(1, part.Timestamp + second - 1));
        _feed.Put(Frame(2, part.Timestamp + second));

        await Deadline.UntilAsync(() => !_taken.IsEmpty, "a picture");
        Assert.Equal(2, _taken.Single().Sequence);
    }

    [Fact]
    public async Task TwoTriggers_TakeTheFrameBetweenThemAndTheOneAfter()
    {
        using PartPictures pictures = Open();
        PartTrigger[] parts = [Trigger(), Trigger()];
        foreach (PartTrigger part in parts)
            pictures.Want(part);

        _feed.Put(Frame(1, parts[0].Timestamp));
        _feed.Put(Frame(2, parts[1].Timestamp));

        await Deadline.UntilAsync(() => _taken.Count == 2, "two pictures");
        Assert.Equal([(parts[0].PartId, 1L), (parts[1].PartId, 2L)], _taken.Select(taken => (taken.Part, taken.Sequence!.Value)));
    }

    /// <summary>A trigger noticed 96 ms late on an overloaded machine: its part, a bad one, passed by the picture of the next.</summary>
    [Fact]
    public async Task Frame_ExposedAfterTheNextTrigger_IsTheNextPartsAndTheFirstHasNone()
    {
        using PartPictures pictures = Open();
        PartTrigger[] parts = [Trigger(), Trigger()];
        foreach (PartTrigger part in parts)
            pictures.Want(part);

        _feed.Put(Frame(1, parts[1].Timestamp));

        await Deadline.UntilAsync(() => _taken.Count == 2, "both are handed on");
        Assert.Equal([(parts[0].PartId, null), (parts[1].PartId, (long?)1)], _taken);
    }

    [Fact]
    public async Task NoFrame_InTime_HandsThePartOnWithoutOne()
    {
        using PartPictures pictures = Open(timeout: TimeSpan.FromMilliseconds(30));
        PartTrigger part = Trigger();
        pictures.Want(part);

        await Deadline.UntilAsync(() => !_taken.IsEmpty, "the part is given up");
        Assert.Equal([(part.PartId, (long?)null)], _taken);
    }

    [Fact]
    public void Dispose_WithPartsWaiting_HandsThemOnWithoutPictures()
    {
        PartPictures pictures = Open();
        PartTrigger part = Trigger();
        pictures.Want(part);
        pictures.Dispose();

        Assert.Equal([(part.PartId, (long?)null)], _taken);
        Assert.False(pictures.Want(Trigger()));
    }

    public void Dispose()
    {
        _feed.Dispose();
        _pool.Dispose();
    }

    private PartPictures Open(TimeSpan delay = default, TimeSpan? timeout = null) => new(
        _feed, (delay, timeout ?? TimeSpan.FromMinutes(1)), _ => { }, (part, frame) => _taken.Enqueue((part.PartId, frame?.Sequence)), _time, NullLogger.Instance);

    private PartTrigger Trigger() => new(Guid.CreateVersion7(), VerdictTriggerKind.Gpio, new Moment(_time.GetElapsedTime(0), _time.GetUtcNow()), _time.GetTimestamp());

    private Frame Frame(long sequence, long exposed)
    {
        Frame frame = _pool.Rent(16, 16);
        (frame.Sequence, frame.ExposedTimestamp) = (sequence, exposed);
        return frame;
    }

    private sealed class Feed : IFrameFeed, IDisposable
    {
        private readonly BlockingCollection<Frame> _frames = [];

        public bool IsCompleted => false;

        public void Put(Frame frame) => _frames.Add(frame);

        public Frame? Take(TimeSpan timeout, CancellationToken cancellationToken) =>
            _frames.TryTake(out Frame? frame, (int)timeout.TotalMilliseconds, cancellationToken) ? frame : null;

        public void Dispose() => _frames.Dispose();
    }
}
