using System.Security.Cryptography;
using Edge.Agent.Configuration.Description;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration;

/// <summary>
/// Keeps the settings in force. Notices that the file was changed, replaced by a rename, or reached through a symbolic link that was swapped,
/// and reads it again; <see cref="Reload"/> does so at once. A reload with faults keeps the last good settings.
/// Thread-safe; events are raised one at a time, from a timer's thread or from the caller of <see cref="Reload"/>.
/// </summary>
public sealed class SettingsMonitor : IDisposable
{
    /// <summary>From a sign of change to the reading, and between the two equal readings that show that the writing is over.</summary>
    internal static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    /// <summary>How often the file is looked at without any sign: some file systems give none, and a link's target may lie in a folder that is not watched.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly string? _path;
    private readonly Func<SettingsResult> _load;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private FileSystemWatcher? _watcher;
    private ITimer? _look;
    private ITimer? _settle;
    private byte[] _loadedDigest;
    private byte[] _seenDigest;
    private volatile EdgeSettings _current;
    private volatile bool _disposed;

    /// <summary>Starts from settings that are in force already.</summary>
    /// <param name="path">The file to watch; null watches nothing.</param>
    /// <param name="current">Settings in force, as loaded from it.</param>
    /// <param name="load">Reads the settings anew, usually <see cref="SettingsLoader.Load"/>.</param>
    /// <param name="time">Clock of the waits.</param>
    public SettingsMonitor(string? path, EdgeSettings current, Func<SettingsResult> load, TimeProvider time)
    {
        _path = path is null ? null : Path.GetFullPath(path);
        _current = current;
        _load = load;
        _time = time;
        _loadedDigest = Digest();
        _seenDigest = _loadedDigest;
    }

    /// <summary>New settings are in force.</summary>
    public event EventHandler<SettingsChange>? Changed;

    /// <summary>A reload, asked for or not, came to an end: good, unchanged or with faults.</summary>
    public event EventHandler<SettingsReload>? Reloaded;

    /// <summary>A handler of <see cref="Changed"/> or <see cref="Reloaded"/> threw while a change of the file was being told.</summary>
    public event EventHandler<Exception>? HandlerFailed;

    /// <summary>The settings in force.</summary>
    public EdgeSettings Current => _current;

    /// <summary>Starts to watch. A change between the loading of the first settings and this call is noticed at the first look.</summary>
    public void Start()
    {
        if (_path is null)
            return;
        _settle = _time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _look = _time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
        try
        {
            // The whole folder: an atomic rename makes a new file, and Kubernetes swaps a link beside it.
            _watcher = new FileSystemWatcher(Path.GetDirectoryName(_path)!) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
            _watcher.Changed += (_, _) => Notice();
            _watcher.Created += (_, _) => Notice();
            _watcher.Renamed += (_, _) => Notice();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
        {
            // No more watches to be had, or none here: the regular look finds every change all the same, only later.
            _watcher?.Dispose();
            _watcher = null;
        }
    }

    /// <summary>Reads the settings again now, whether or not the file changed (secrets or model files may have).</summary>
    public SettingsReload Reload()
    {
        lock (_gate)
        {
            _seenDigest = _loadedDigest = Digest();
            SettingsResult result = _load();
            var afterRestart = new List<string>();
            SettingsChange? change = null;
            if (result.Settings is { } written)
            {
                EdgeSettings old = _current;
                EdgeSettings next = RestartPolicy.Apply(old, written, afterRestart);
                if (!EdgeTable.Root.AreEqual(old, next))
                {
                    _current = next;
                    change = new SettingsChange(old, next, afterRestart);
                    Changed?.Invoke(this, change);
                }
            }

            var reload = new SettingsReload(result, change, afterRestart);
            Reloaded?.Invoke(this, reload);
            return reload;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _watcher?.Dispose();
        _look?.Dispose();
        _settle?.Dispose();
    }

    private void Notice()
    {
        if (!_disposed)
            _settle?.Change(Settle, Timeout.InfiniteTimeSpan);
    }

    private void Look()
    {
        if (_disposed)
            return;
        lock (_gate)
        {
            byte[] digest = Digest();
            bool isStable = digest.AsSpan().SequenceEqual(_seenDigest);
            _seenDigest = digest;
            if (digest.AsSpan().SequenceEqual(_loadedDigest))
                return;

            // Half a file can be good YAML: it is read only when it was the same twice.
            if (!isStable)
            {
                Notice();
                return;
            }

            try
            {
                Reload();
            }
            catch (Exception e) // loop edge: what a handler throws must not end the process
            {
                HandlerFailed?.Invoke(this, e);
            }
        }
    }

    private byte[] Digest()
    {
        try
        {
            if (_path is null)
                return [];
            using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return file.Length > YamlText.MaximumBytes ? [1] : SHA256.HashData(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Missing for a moment, as when an editor replaces it, is a state like any other.
            return [];
        }
    }
}
