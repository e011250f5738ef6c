using Edge.Domain.Frames;
using Edge.Vision.Images;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station.Triggers;

/// <summary>
/// <c>file</c>: each picture that arrives in a folder is a part and brings its own picture. A file counts once its size has stood still between two looks;
/// it is handed on and then moved into the subfolder <c>judged</c>. After a crash in between it is a part again: none is lost.
/// </summary>
/// <remarks>Looks every tenth of a second: network shares report no changes.</remarks>
internal sealed class PictureFolder : IPartTrigger
{
    /// <summary>Where judged pictures go, below the folder.</summary>
    public const string Judged = "judged";

    private const int MostFiles = 1000;
    private const long Handed = -1;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly string[] _extensions = [".png", ".jpg", ".jpeg"];

    private readonly string _folder;
    private readonly FramePool _pool;
    private readonly Action<Frame?, string> _arrived;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly Task _loop;
    private string _fault = "";

    /// <summary>Starts watching.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="pool">Where frames come from.</param>
    /// <param name="arrived">Gets each file's picture, which it owns; or null and why there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For a folder that cannot be read.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public PictureFolder(string folder, FramePool pool, Action<Frame?, string> arrived, TimeProvider time, ILogger log)
    {
        Directory.CreateDirectory(Path.Combine(folder, Judged));
        _folder = folder;
        _pool = pool;
        _arrived = arrived;
        _log = log;
        _loop = RunAsync(time);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _loop.Wait();
        _stop.Dispose();
    }

    private async Task RunAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            do
                Look();
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The station ends.
        }
    }

    private void Look()
    {
        try
        {
            // By name: a camera that counts its pictures is judged in its own order.
            string[] files = [.. Directory.EnumerateFiles(_folder).Where(IsPicture).Take(MostFiles).Order(StringComparer.Ordinal)];
            foreach (string gone in _sizes.Keys.Except(files).ToArray())
                _sizes.Remove(gone);
            foreach (string file in files)
            {
                // One that cannot be moved stays, and is not a part again and again.
                if (_sizes.GetValueOrDefault(file) == Handed)
                    continue;
                long size = new FileInfo(file).Length;
                if (size > 0 && _sizes.TryGetValue(file, out long before) && before == size)
                    Take(file);
                else
                    _sizes[file] = size;
                _stop.Token.ThrowIfCancellationRequested();
            }

            _fault = "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (e.Message != _fault)
                _log.LogError("Pictures in {Folder} cannot be read: {Error}", _folder, e.Message);
            _fault = e.Message;
        }
    }

    private void Take(string file)
    {
        string name = Path.GetFileName(file);
        Frame? frame = null;
        string fault = "";
        try
        {
            frame = ImageCodec.Load(file, _pool);
        }
        catch (Exception e) when (e is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            fault = e.Message;
        }

        _sizes[file] = Handed;
        _arrived(frame, fault);
        File.Move(file, Path.Combine(_folder, Judged, name), overwrite: true);
        _sizes.Remove(file);
    }

    private static bool IsPicture(string file) =>
        _extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase) && Path.GetFileName(file)[0] != '.';
}
