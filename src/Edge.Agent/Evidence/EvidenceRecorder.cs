using System.Collections.Concurrent;
using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Images;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Evidence;

/// <summary>
/// Takes snapshots off the pipeline's hands: copies the frame, then draws, encodes and stores it on a thread of its own.
/// Its queue is bounded: when alerts come faster than the disk, snapshots are lost and counted, alerts are not delayed. Thread safe.
/// </summary>
public sealed class EvidenceRecorder : IDisposable
{
    private const int QueueCapacity = 8;
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(2);

    private readonly BlockingCollection<Job> _queue = new(QueueCapacity);
    private readonly FramePool _copies = new(QueueCapacity);
    private readonly FramePool _thumbnails = new(1);
    private readonly EvidenceSettings _settings;
    private readonly ILogger _logger;
    private readonly Thread _thread;

    /// <summary>A recorder that stores in <paramref name="store"/>.</summary>
    /// <param name="settings">Quality and size of thumbnails.</param>
    /// <param name="store">Used by this recorder alone.</param>
    /// <param name="logger">For failures.</param>
    public EvidenceRecorder(EvidenceSettings settings, EvidenceStore store, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(store);
        _settings = settings;
        Store = store;
        _logger = logger;
        _thread = new Thread(Run) { IsBackground = true, Name = "evidence" };
        _thread.Start();
    }

    /// <summary>Where snapshots go, with its counters.</summary>
    public EvidenceStore Store { get; }

    /// <summary>Snapshots that wait.</summary>
    public int QueueDepth => _queue.Count;

    /// <summary>Takes a snapshot. Copies the pixels before it returns; the rest comes later.</summary>
    /// <param name="frame">The picture, masks already burned in.</param>
    /// <param name="what">What to draw over it.</param>
    /// <param name="alertId">Whose it is: the file's name.</param>
    /// <param name="done">Called once, on the recorder's thread, or at once on this one when the queue is full. Must not throw.</param>
    public void Capture(FrameView frame, SnapshotAnnotations what, Guid alertId, Action<EvidenceResult> done)
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(done);
        if (_queue.IsAddingCompleted || _queue.Count >= QueueCapacity)
        {
            Lose(alertId, done);
            return;
        }

        Frame copy = Copy(frame);
        if (TryAdd(new Job(copy, what, alertId, done)))
            return;
        copy.Dispose();
        Lose(alertId, done);
    }

    /// <summary>Finishes what waits, for at most two seconds; the rest is lost and counted.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        if (_thread.Join(DisposeLimit))
        {
            DisposePools();
            return;
        }

        while (_queue.TryTake(out Job? job))
        {
            job.Frame.Dispose();
            Lose(job.AlertId, job.Done);
        }

        DisposePools();
    }

    private void DisposePools()
    {
        _copies.Dispose();
        _thumbnails.Dispose();
    }

    private bool TryAdd(Job job)
    {
        try
        {
            return _queue.TryAdd(job);
        }
        catch (InvalidOperationException)
        {
            // Completed between the look and the add.
            return false;
        }
    }

    private void Lose(Guid alertId, Action<EvidenceResult> done)
    {
        Store.CountLost();
        _logger.LogWarning("Evidence of alert {Alert} is lost: {Count} snapshots wait already", alertId, QueueCapacity);
        done(new EvidenceResult(alertId, null, 0, null, $"{QueueCapacity} snapshots wait already"));
    }

    private void Run()
    {
        foreach (Job job in _queue.GetConsumingEnumerable())
        {
            EvidenceResult result;
            try
            {
                result = Record(job);
            }
            catch (Exception e)
            {
                // The loop's edge: one snapshot is lost, not the recorder.
                Store.CountLost();
                _logger.LogError(e, "Evidence of alert {Alert} failed", job.AlertId);
                result = new EvidenceResult(job.AlertId, null, 0, null, e.Message);
            }
            finally
            {
                job.Frame.Dispose();
            }

            job.Done(result);
        }
    }

    private EvidenceResult Record(Job job)
    {
        // The thumbnail first: the full picture is drawn into the only copy.
        byte[]? thumbnail = _settings.ThumbnailWidth > 0 ? Thumbnail(job) : null;
        AnnotatedSnapshot.Draw(job.Frame.View, job.What);
        byte[] jpeg = ImageCodec.EncodeJpeg(job.Frame.View, _settings.JpegQuality);
        string? failure = Store.Save(job.AlertId, job.What.At, jpeg);
        return failure is null
            ? new(job.AlertId, EvidenceStore.RelativePath(job.AlertId, job.What.At), jpeg.Length, thumbnail, null)
            : new(job.AlertId, null, 0, thumbnail, failure);
    }

    private byte[] Thumbnail(Job job)
    {
        SizePx size = ImageCodec.ThumbnailSize(job.Frame.Size, _settings.ThumbnailWidth);
        using Frame small = ImageCodec.Resize(job.Frame.View, size, _thumbnails);
        AnnotatedSnapshot.Draw(small.View, job.What, (double)size.Width / job.Frame.Width);
        return ImageCodec.EncodeJpeg(small.View, _settings.JpegQuality);
    }

    private Frame Copy(FrameView view)
    {
        Frame copy = _copies.Rent(view.Width, view.Height);
        for (int y = 0; y < view.Height; y++)
            view.Row(y).CopyTo(copy.View.Row(y));
        return copy;
    }

    private sealed record Job(Frame Frame, SnapshotAnnotations What, Guid AlertId, Action<EvidenceResult> Done);
}
