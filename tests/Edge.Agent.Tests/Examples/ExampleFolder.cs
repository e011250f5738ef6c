using Edge.Agent.Examples;
using Edge.Contracts.Evidence;
using Edge.Domain.Frames;
using Edge.Vision.Images;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Examples;

/// <summary>A folder of hard examples with its store and a recorder.</summary>
internal sealed class ExampleFolder : IDisposable
{
    private readonly ExampleLimits _limits;
    private readonly FramePool _pool = new();
    private readonly Lazy<ExampleRecorder> _recorder;

    public ExampleFolder(ExampleLimits? limits = null, TimeProvider? time = null)
    {
        _limits = limits ?? new ExampleLimits();
        Store = Open();
        _recorder = new Lazy<ExampleRecorder>(() => new ExampleRecorder(Store, _limits, time ?? TimeProvider.System, NullLogger.Instance));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("edge-examples-").FullName;

    public ExampleStore Store { get; }

    public ExampleRecorder Recorder => _recorder.Value;

    /// <summary>A store over the same folder, as after a restart.</summary>
    public ExampleStore Open() => new(Path, _limits, NullLogger.Instance);

    /// <summary>Keeps an example of <paramref name="bytes"/> bytes; gives its subject.</summary>
    public string Keep(int minute, int bytes, string reason = "lowMargin", float margin = 0.01f)
    {
        DateTimeOffset at = new(2026, 6, 1, 12, minute, 0, TimeSpan.Zero);
        string subject = Guid.CreateVersion7(at).ToString("D");
        var about = new PictureAbout { Subject = subject, Kind = PictureKind.Example, Camera = "gate", TakenAt = at, SizeBytes = bytes, Sha256 = "", Reason = reason };
        Assert.True(Store.Save(new StoredExample { About = about, Margin = margin }, new byte[bytes]));
        return subject;
    }

    public Frame Load(StoredExample example) => ImageCodec.Load(Store.Picture(example.About.Subject).FullName, _pool);

    public void Dispose()
    {
        if (_recorder.IsValueCreated)
            _recorder.Value.Dispose();
        _pool.Dispose();
        Directory.Delete(Path, recursive: true);
    }
}
