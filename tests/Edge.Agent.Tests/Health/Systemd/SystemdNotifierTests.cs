using System.Diagnostics;
using System.Globalization;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Health.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Health.Systemd;

public sealed class SystemdNotifierTests
{
    private static readonly NullLogger<SystemdNotifier> Log = NullLogger<SystemdNotifier>.Instance;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_ToARealSocket_ArriveAsSdNotifySpecifies(bool isAbstract)
    {
        using var manager = new ServiceManager(isAbstract);
        using var notifier = new SystemdNotifier(manager.NotifySocket, null, Log);
        notifier.Ready();
        notifier.Status("watching\nREADY=0");
        notifier.Watchdog();
        notifier.Stopping();

        Assert.True(notifier.IsActive);
        Assert.Equal("READY=1", manager.Receive());
        Assert.Equal("STATUS=watching READY=0", manager.Receive());
        Assert.Equal("WATCHDOG=1", manager.Receive());
        Assert.Equal("STOPPING=1", manager.Receive());
    }

    [Fact]
    public void Reloading_CarriesTheKernelsMonotonicClock()
    {
        using var manager = new ServiceManager(isAbstract: false);
        using var notifier = new SystemdNotifier(manager.NotifySocket, null, Log);
        long Microseconds() => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);
        long before = Microseconds();
        notifier.Reloading();
        long after = Microseconds();

        string[] lines = manager.Receive()!.Split('\n');
        Assert.Equal("RELOADING=1", lines[0]);
        Assert.StartsWith("MONOTONIC_USEC=", lines[1]);
        Assert.InRange(long.Parse(lines[1]["MONOTONIC_USEC=".Length..], CultureInfo.InvariantCulture), before - 1, after + 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nowhere/at/all/notify")]
    [InlineData("/a/path/that/is/longer/than/the/hundred/and/eight/bytes/that/a/unix/socket/address/has/room/for/in/its/sun_path/field")]
    public void Messages_WithoutAUsableSocket_AreDropped(string? socket)
    {
        using var notifier = new SystemdNotifier(socket, null, Log);
        notifier.Ready();
        notifier.Watchdog();
    }

    [Fact]
    public void Messages_ManagerThatDoesNotRead_DoNotBlockForever()
    {
        using var manager = new ServiceManager(isAbstract: false);
        using var notifier = new SystemdNotifier(manager.NotifySocket, null, Log);
        for (int message = 0; message < 14; message++)
            notifier.Watchdog();
        Assert.Equal("WATCHDOG=1", manager.Receive());
    }

    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "", 30.0)]
    [InlineData("30000000", "4711", 30.0)]
    [InlineData("30000000", "1", null)]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("0", null, null)]
    [InlineData("-5", null, null)]
    [InlineData("rubbish", null, null)]
    [InlineData("99999999999999999999", null, null)]
    [InlineData("9223372036854775807", null, null)]
    public void WatchdogTimeout_FromTheEnvironment_IsWhatSystemdMeant(string? microseconds, string? processId, double? seconds) =>
        Assert.Equal(seconds, SystemdNotifier.WatchdogTimeout(microseconds, processId, 4711)?.TotalSeconds);

    [Fact]
    public void Watchdog_CaptureInferenceAndOutboxProgress_IsFedAtHalfTheTimeout()
    {
        using var manager = new ServiceManager(isAbstract: false);
        using var bench = Bench(manager);
        bench.Stream();
        bench.Pass(60);

        // READY is the application's to say; the rest is one status and a sign of life every ten seconds.
        Assert.Equal(6, manager.ReceiveAll().Count(m => m == "WATCHDOG=1"));
    }

    [Fact]
    public void Watchdog_EveryCameraUnpluggedButRetried_IsFed()
    {
        using var manager = new ServiceManager(isAbstract: false);
        using var bench = Bench(manager);
        bench.EverySecond("retries", () => bench.Tell(CaptureCondition.Disconnected, "no such device"));
        var messages = new List<string>();
        for (int minute = 0; minute < 10; minute++)
        {
            bench.Pass(60);
            messages.AddRange(manager.ReceiveAll());
        }

        Assert.Equal(60, messages.Count(m => m == "WATCHDOG=1"));
        Assert.Contains("STATUS=watching 0 of 1 cameras; capture of camera 'door': disconnected: no such device", messages);
    }

    [Theory]
    [InlineData(HealthPart.Capture)]
    [InlineData(HealthPart.Detector)]
    [InlineData(HealthPart.Outbox)]
    public void Watchdog_OnePartHangs_IsNotFedUntilItGetsOn(HealthPart part)
    {
        using var manager = new ServiceManager(isAbstract: false);
        using var bench = Bench(manager);
        ProgressBeat outbox = bench.Registry.AddBeat(HealthPart.Outbox, "outbox");
        bench.Stream();
        bench.Pass(10);
        if (part == HealthPart.Capture)
            bench.Silence();
        else
            (part == HealthPart.Outbox ? outbox : bench.Detectors["door"]).Working();
        bench.Pass(50);
        manager.ReceiveAll();
        bench.Pass(120);
        manager.ReceiveAll();
        bench.Pass(100);
        Assert.DoesNotContain("WATCHDOG=1", manager.ReceiveAll());

        outbox.Idle();
        bench.Detectors["door"].Idle();
        bench.Stream();
        bench.Pass(10);
        Assert.Contains("WATCHDOG=1", manager.ReceiveAll());
    }

    [Fact]
    public void Watchdog_PublisherHangs_IsStillFed()
    {
        using var manager = new ServiceManager(isAbstract: false);
        using var bench = Bench(manager);
        bench.Registry.AddBeat(HealthPart.Publisher, "publisher").Working();
        bench.Stream();
        bench.Pass(100);
        Assert.Equal(PartState.Stuck, bench.Verdict(HealthPart.Publisher, "publisher").State);
        manager.ReceiveAll();
        bench.Pass(20);
        Assert.Contains("WATCHDOG=1", manager.ReceiveAll());
    }

    private static HealthBench Bench(ServiceManager manager) => new(
        // No giving up in between: what is asked here is the watchdog alone.
        new HealthSettings { RestartLimit = 1000 },
        new SystemdNotifier(manager.NotifySocket, TimeSpan.FromSeconds(20), Log));
}
