using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>What the sources that OpenCV reads have in common: decoding straight into pooled frames.</summary>
internal abstract class OpenCvSource : ISteppingSource
{
    /// <summary>OpenCV's CAP_PROP_OPEN_TIMEOUT_MSEC and CAP_PROP_READ_TIMEOUT_MSEC, which OpenCvSharp has no names for.</summary>
    protected const int OpenTimeoutMs = 53, ReadTimeoutMs = 54;

    private readonly FrameMats _mats = new();
    private VideoCapture? _capture;
    private int _width;
    private int _height;

    protected OpenCvSource(SourceUri uri, CaptureSettings settings)
    {
        Uri = uri;
        Settings = settings;
    }

    public string Description => Uri.Redacted;

    public abstract bool IsLive { get; }

    public TimeSpan MediaTime { get; protected set; }

    public virtual string? EndNote => null;

    protected SourceUri Uri { get; }

    protected CaptureSettings Settings { get; }

    protected VideoCapture Capture => _capture ?? throw new InvalidOperationException($"{Description} is not open");

    public void Open(CancellationToken cancellationToken)
    {
        OpenCvEnvironment.Prepare();
        try
        {
            Replace(OpenCapture(cancellationToken));
            Opened();
        }
        catch (OpenCVException e)
        {
            throw new CaptureException($"{Description} cannot be opened: {Redaction.OfPipeline(e.Message)}", e);
        }
    }

    public Frame? Read(FramePool pool, CancellationToken cancellationToken) => Step(cancellationToken) ? Take(pool) : null;

    public bool Step(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Grab(cancellationToken);
        }
        catch (OpenCVException e)
        {
            throw new CaptureException($"{Description} broke: {Redaction.OfPipeline(e.Message)}", e);
        }
    }

    public Frame? Take(FramePool pool)
    {
        // Before its first frame a stream may not know its size: any will do, OpenCV then tells the right one.
        Frame frame = pool.Rent(Math.Max(1, _width), Math.Max(1, _height));
        try
        {
            Mat mat = _mats.Over(frame);
            if (!Capture.Retrieve(mat))
                throw new CaptureException($"{Description} sent a frame that cannot be decoded");
            if (mat.Data != frame.Pixels)
                frame = Resized(frame, mat, pool);
            if (!IsLive)
                frame.CapturedAt = new Moment(MediaTime, default);
            Seen(frame);
            return frame;
        }
        catch (OpenCVException e)
        {
            frame.Dispose();
            throw new CaptureException($"{Description} broke: {Redaction.OfPipeline(e.Message)}", e);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _capture?.Dispose();
        _capture = null;
        _mats.Dispose();
    }

    /// <summary>Opens the capture, which is then open.</summary>
    /// <exception cref="CaptureException">It cannot be opened.</exception>
    protected abstract VideoCapture OpenCapture(CancellationToken cancellationToken);

    /// <summary>The capture is open.</summary>
    protected virtual void Opened()
    {
    }

    /// <summary>A frame was decoded.</summary>
    protected virtual void Seen(Frame frame)
    {
    }

    /// <summary>Goes on with another capture of the same source, already open.</summary>
    protected void Replace(VideoCapture capture)
    {
        _capture?.Dispose();
        _capture = capture;
        _width = (int)capture.Get(VideoCaptureProperties.FrameWidth);
        _height = (int)capture.Get(VideoCaptureProperties.FrameHeight);
    }

    /// <summary>Steps to the next frame; false at the end.</summary>
    protected abstract bool Grab(CancellationToken cancellationToken);

    /// <summary>Gives the capture that <paramref name="open"/> makes when it is open; otherwise frees it and throws with the reason that <paramref name="why"/> finds.</summary>
    protected VideoCapture OpenOrThrow(Func<VideoCapture> open, Func<string> why)
    {
        VideoCapture capture = open();
        if (capture.IsOpened())
            return capture;
        capture.Dispose();
        throw new CaptureException($"{Description} cannot be opened: {why()}");
    }

    // OpenCV found another size or pixel format than the frame has, and put the picture into memory of its own.
    private Frame Resized(Frame frame, Mat mat, FramePool pool)
    {
        frame.Dispose();
        Frame? right = null;
        try
        {
            int channels = mat.Channels();
            if (mat.Empty() || mat.Type() != MatType.CV_8UC(channels) || channels is not (1 or 3 or 4))
                throw new CaptureException($"{Description} sent pixels of a kind that is not 8-bit grey, BGR or BGRA");
            _width = mat.Width;
            _height = mat.Height;
            right = pool.Rent(_width, _height);
            Mat target = _mats.Over(right);
            if (channels == 3)
                mat.CopyTo(target);
            else
                Cv2.CvtColor(mat, target, channels == 1 ? ColorConversionCodes.GRAY2BGR : ColorConversionCodes.BGRA2BGR);
            return right;
        }
        catch
        {
            right?.Dispose();
            throw;
        }
        finally
        {
            _mats.Forget(mat);
        }
    }
}
