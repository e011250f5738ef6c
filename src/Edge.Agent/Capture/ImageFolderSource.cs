using System.IO.Enumeration;
using Edge.Agent.Configuration;
using Edge.Domain.Frames;
using Edge.Vision.Images;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary>
/// <c>images:</c>: the JPEG and PNG files of a folder, or those that a glob in its last part matches, in ordinal order of their names, as a recording.
/// One that cannot be decoded is told and left out; it keeps its number.
/// </summary>
internal sealed class ImageFolderSource : ISteppingSource
{
    private const double DefaultFps = 10;
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    private readonly SourceUri _uri;
    private readonly TimeSpan _frameTime;
    private readonly ILogger _logger;
    private string[] _paths = [];
    private int _at = -1;

    public ImageFolderSource(SourceUri uri, CaptureSettings settings, ILogger logger)
    {
        _uri = uri;
        _logger = logger;
        _frameTime = TimeSpan.FromSeconds(1 / (settings.MaximumFps > 0 ? settings.MaximumFps : DefaultFps));
    }

    public string Description => _uri.Redacted;

    public bool IsLive => false;

    public TimeSpan MediaTime => _frameTime * Math.Max(0, _at);

    public string? EndNote => null;

    public void Open(CancellationToken cancellationToken)
    {
        try
        {
            _paths = Find(_uri.Target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"{Description} cannot be opened: {e.Message}", e);
        }

        if (_paths.Length == 0)
            throw new CaptureException($"{Description} cannot be opened: no {string.Join(", ", Extensions)} file there");
    }

    public Frame? Read(FramePool pool, CancellationToken cancellationToken)
    {
        while (Step(cancellationToken))
        {
            if (Take(pool) is { } frame)
                return frame;
        }

        return null;
    }

    public bool Step(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_at >= _paths.Length - 1)
            return false;
        _at++;
        return true;
    }

    public Frame? Take(FramePool pool)
    {
        try
        {
            Frame frame = ImageCodec.Load(_paths[_at], pool);
            frame.CapturedAt = new Moment(MediaTime, default);
            return frame;
        }
        catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning("{Source}: a picture is left out: {Reason}", Description, e.Message);
            return null;
        }
    }

    public void Dispose()
    {
    }

    private static string[] Find(string target)
    {
        if (Directory.Exists(target))
            return Sorted(Directory.EnumerateFiles(target).Where(path => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)));
        if (File.Exists(target))
            return [target];

        string name = Path.GetFileName(target);
        string? folder = Path.GetDirectoryName(target);
        if (name.AsSpan().IndexOfAny('*', '?') < 0)
            throw new DirectoryNotFoundException("there is no such folder or file");
        return Sorted(Directory.EnumerateFiles(string.IsNullOrEmpty(folder) ? "." : folder)
            .Where(path => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(path), ignoreCase: false)));
    }

    private static string[] Sorted(IEnumerable<string> paths) => [.. paths.Order(StringComparer.Ordinal)];
}
