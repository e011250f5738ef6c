using System.Collections.Concurrent;
using Edge.Agent.Configuration;

namespace Edge.Agent.Tests.Configuration;

public sealed class SettingsMonitorTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ConfigFile _file = new();
    private readonly BlockingCollection<SettingsReload> _reloads = [];

    public void Dispose()
    {
        _file.Dispose();
        _reloads.Dispose();
    }

    [Fact]
    public void File_ReplacedByRename_IsReloaded()
    {
        using SettingsMonitor monitor = Watch(_file.Path);
        string next = Path.Combine(_file.Folder, "edge.yaml.new");
        File.WriteAllText(next, ConfigFile.Valid.Replace("id: r1", "id: renamed", StringComparison.Ordinal));
        File.Move(next, _file.Path, overwrite: true);

        Assert.Equal("renamed", Next().Change!.New.Cameras[0].Rules[0].Id);
        Assert.Equal("renamed", monitor.Current.Cameras[0].Rules[0].Id);
    }

    [Fact]
    public void File_WrittenInPlaceWithFaults_KeepsTheLastGoodSettings()
    {
        using SettingsMonitor monitor = Watch(_file.Path);
        EdgeSettings before = monitor.Current;
        File.WriteAllText(_file.Path, ConfigFile.Valid.Replace("zone: door", "zone: dor", StringComparison.Ordinal).Replace("maximumCount: 3", "maximumCount: x", StringComparison.Ordinal));

        SettingsReload reload = Next();
        Assert.Equal(2, reload.Result.Faults.Count);
        Assert.Null(reload.Change);
        Assert.Same(before, monitor.Current);
    }

    [Fact]
    public void Link_SwappedAsKubernetesDoes_IsReloaded()
    {
        string one = Directory.CreateDirectory(Path.Combine(_file.Folder, "one")).FullName, two = Directory.CreateDirectory(Path.Combine(_file.Folder, "two")).FullName;
        File.WriteAllText(Path.Combine(one, "edge.yaml"), ConfigFile.Valid);
        File.WriteAllText(Path.Combine(two, "edge.yaml"), ConfigFile.Valid.Replace("id: r1", "id: swapped", StringComparison.Ordinal));
        string mount = Directory.CreateDirectory(Path.Combine(_file.Folder, "mount")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(mount, "..data"), one);
        File.CreateSymbolicLink(Path.Combine(mount, "edge.yaml"), "..data/edge.yaml");
        using SettingsMonitor monitor = Watch(Path.Combine(mount, "edge.yaml"));

        Directory.CreateSymbolicLink(Path.Combine(mount, "..data_tmp"), two);
        Assert.Equal(0, Rename(Path.Combine(mount, "..data_tmp"), Path.Combine(mount, "..data")));

        Assert.Equal("swapped", Next().Change!.New.Cameras[0].Rules[0].Id);
    }

    [Fact]
    public void Reload_ChangeThatNeedsARestart_IsHeldBackAndTold()
    {
        using SettingsMonitor monitor = Watch(_file.Path, start: false);
        File.WriteAllText(_file.Path, ConfigFile.Valid.Replace("localhost", "::1", StringComparison.Ordinal).Replace("unit-1", "unit-2", StringComparison.Ordinal).Replace("id: r1", "id: new", StringComparison.Ordinal));

        SettingsReload reload = monitor.Reload();

        Assert.Equal(["device.id", "mqtt.host"], reload.AfterRestart);
        Assert.Equal("localhost", monitor.Current.Mqtt.Host);
        Assert.Equal("unit-1", monitor.Current.Device.Id);
        Assert.Equal("new", monitor.Current.Cameras[0].Rules[0].Id);
        Assert.Equal("r1", reload.Change!.Old.Cameras[0].Rules[0].Id);
    }

    [Fact]
    public void Reload_NothingChanged_RaisesNoChange()
    {
        using SettingsMonitor monitor = Watch(_file.Path, start: false);
        monitor.Changed += (_, _) => Assert.Fail("nothing changed");
        File.WriteAllText(_file.Path, "# a comment\n" + ConfigFile.Valid);
        Assert.Null(monitor.Reload().Change);
    }

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "rename", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [System.Runtime.InteropServices.DefaultDllImportSearchPaths(System.Runtime.InteropServices.DllImportSearchPath.SafeDirectories)]
    private static extern int Rename([System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPStr)] string from, [System.Runtime.InteropServices.MarshalAs(System.Runtime.InteropServices.UnmanagedType.LPStr)] string to);

    private SettingsMonitor Watch(string path, bool start = true)
    {
        SettingsResult Load() => SettingsLoader.Load(path, new Dictionary<string, string>(), CommandLineOverrides.None);
        var monitor = new SettingsMonitor(path, Load().Settings!, Load, TimeProvider.System);
        monitor.Reloaded += (_, reload) => _reloads.Add(reload);
        if (start)
            monitor.Start();
        return monitor;
    }

    private SettingsReload Next()
    {
        Assert.True(_reloads.TryTake(out SettingsReload? reload, Deadline), "no reload within the deadline");
        return reload;
    }
}
