using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Edge.Contracts.Evidence;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Vision.Images;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Examples;

/// <summary>
/// Collects hard examples: takes a copy of a bare frame off the caller's hands, and encodes and stores it on a thread of its own. One at a time for the whole
/// device; while one is being stored, further ones are passed over. An offer allocates nothing in the steady state. Thread safe.
/// </summary>
internal sealed class ExampleRecorder : IDisposable
{
    private const int MaximumLabels = 300;
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(2);

    private readonly ExampleLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, ExamplePace> _paces = new(StringComparer.Ordinal);
    private readonly Func<string, ExamplePace> _makePace;
    private readonly FramePool _pool = new(1);
    private readonly SemaphoreSlim _offered = new(0);
    private readonly List<Detection> _found = new(128);
    private readonly Lock _ending = new();
    private readonly Thread _thread;
    private Frame? _frame;
    private ExampleSubject _subject;
    private bool _ended;
    private int _busy;

    /// <summary>A recorder that keeps examples in <paramref name="store"/>.</summary>
    /// <param name="store">Where they go.</param>
    /// <param name="limits">How often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For failures.</param>
    public ExampleRecorder(ExampleStore store, ExampleLimits limits, TimeProvider time, ILogger log)
    {
        Store = store;
        _limits = limits;
        _time = time;
        _log = log;
        _makePace = _ => new ExamplePace(limits, time);
        _thread = new Thread(Run) { IsBackground = true, Name = "examples", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Where they are kept.</summary>
    public ExampleStore Store { get; }

    /// <summary>Takes a copy of a frame, unless its camera gave one just now or another is being stored.</summary>
    /// <param name="view">The pixels, masks burned in and nothing drawn; not kept.</param>
    /// <param name="found">What the model found; not kept.</param>
    /// <param name="subject">Of what it is.</param>
    public void Offer(in FrameView view, ReadOnlySpan<Detection> found, in ExampleSubject subject)
    {
        ExamplePace pace = _paces.GetOrAdd(subject.Camera, _makePace);
        if (!pace.IsDue(subject.Reason) || Volatile.Read(ref _busy) != 0 || Interlocked.Exchange(ref _busy, 1) != 0)
            return;
        // Only a frame that is taken gets here, and only the end can be in its way.
        lock (_ending)
        {
            if (_ended)
                return;
            pace.Take(subject.Reason);
            Frame copy = _pool.Rent(view.Width, view.Height);
            for (int y = 0; y < view.Height; y++)
                view.Row(y).CopyTo(copy.View.Row(y));
            _found.Clear();
            _found.AddRange(found);
            _subject = subject;
            _frame = copy;
            _offered.Release();
        }
    }

    /// <summary>Finishes the one in hand, for at most two seconds.</summary>
    public void Dispose()
    {
        lock (_ending)
        {
            if (_ended)
                return;
            _ended = true;
            _offered.Release();
        }

        // A thread that hangs on its disk keeps what it needs.
        if (!_thread.Join(DisposeLimit))
            return;
        _frame?.Dispose();
        _pool.Dispose();
        _offered.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _offered.Wait();
            if (Interlocked.Exchange(ref _frame, null) is not { } frame)
                return;
            try
            {
                using (frame)
                    Keep(frame);
            }
            catch (Exception e) // loop edge: one example is lost, not the recorder
            {
                _log.LogError(e, "A hard example of camera {Camera} failed", _subject.Camera);
            }

            Volatile.Write(ref _busy, 0);
        }
    }

    private void Keep(Frame frame)
    {
        byte[] jpeg = ImageCodec.EncodeJpeg(frame.View, _limits.JpegQuality);
        var about = new PictureAbout
        {
            Subject = Guid.CreateVersion7(_time.GetUtcNow()).ToString("D"),
            Kind = PictureKind.Example,
            Camera = _subject.Camera,
            TakenAt = _subject.TakenAt,
            SizeBytes = jpeg.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(jpeg)),
            Reason = _subject.Reason == ExampleReason.Disagreement ? "disagreement" : "lowMargin",
            Model = $"{_subject.Model.Name} {_subject.Model.Version}".TrimEnd(),
            Labels = Labels(frame),
        };
        Store.Save(new StoredExample { About = about, Margin = _subject.Margin }, jpeg);
    }

    // Strongest first, as the detector gives them.
    private List<PictureLabel> Labels(Frame frame)
    {
        var labels = new List<PictureLabel>();
        ReadOnlySpan<Detection> found = CollectionsMarshal.AsSpan(_found);
        foreach (Detection seen in found[..Math.Min(found.Length, MaximumLabels)])
        {
            labels.Add(new PictureLabel(
                _subject.Model.Labels[seen.ClassId],
                Round(seen.Score),
                Round(seen.Box.X / frame.Width),
                Round(seen.Box.Y / frame.Height),
                Round(seen.Box.Width / frame.Width),
                Round(seen.Box.Height / frame.Height)));
        }

        return labels;
    }

    private static double Round(float value) => Math.Round(value, 5);
}
