using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Health.Systemd;

/// <summary>
/// Tells systemd how the service is, by the protocol of sd_notify(3): datagrams of <c>NAME=value</c> lines to the unix socket
/// that <c>NOTIFY_SOCKET</c> names (a path, or an abstract name after <c>@</c>). Does nothing where there is none. Thread safe;
/// never throws, and blocks for a tenth of a second at most (the kernel queues ten datagrams): a service manager that does not listen must not stop the watching.
/// </summary>
public sealed class SystemdNotifier : IDisposable
{
    private static readonly TimeSpan LongestBlock = TimeSpan.FromMilliseconds(100);

    private readonly ILogger<SystemdNotifier> _log;
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;
    private int _failed;

    /// <summary>A notifier for a socket.</summary>
    /// <param name="socketName">Value of <c>NOTIFY_SOCKET</c>; null or empty for none.</param>
    /// <param name="watchdogTimeout">How long systemd waits for a sign of life; null where it does not.</param>
    /// <param name="log">Hears about a socket that cannot be used, once.</param>
    public SystemdNotifier(string? socketName, TimeSpan? watchdogTimeout, ILogger<SystemdNotifier> log)
    {
        _log = log;
        WatchdogInterval = watchdogTimeout / 2;
        if (string.IsNullOrEmpty(socketName))
            return;
        try
        {
            _address = new UnixDomainSocketEndPoint(socketName[0] == '@' ? '\0' + socketName[1..] : socketName);
            _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = (int)LongestBlock.TotalMilliseconds };
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            LogOnce(e);
        }
    }

    /// <summary>How often to call <see cref="Watchdog"/>: half the time that systemd waits, as sd_watchdog_enabled(3) advises; null where no watchdog runs.</summary>
    public TimeSpan? WatchdogInterval { get; }

    /// <summary>True where a service manager listens.</summary>
    public bool IsActive => _socket is not null;

    /// <summary>The notifier that this process's environment asks for (<c>NOTIFY_SOCKET</c>, <c>WATCHDOG_USEC</c>, <c>WATCHDOG_PID</c>).</summary>
    public static SystemdNotifier FromEnvironment(ILogger<SystemdNotifier> log) => new(
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
        WatchdogTimeout(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId),
        log);

    /// <summary>What the two watchdog variables mean to process <paramref name="processId"/>; null where it need not answer.</summary>
    internal static TimeSpan? WatchdogTimeout(string? microseconds, string? watchedProcessId, int processId)
    {
        if (!long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value <= 0 || value > TimeSpan.MaxValue.Ticks / 10)
            return null;
        // Meant for another process of the service, such as a wrapper script's child.
        if (!string.IsNullOrEmpty(watchedProcessId) && watchedProcessId != processId.ToString(CultureInfo.InvariantCulture))
            return null;
        return TimeSpan.FromMicroseconds(value);
    }

    /// <summary>Start-up, or a reload, is finished.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>A sign of life.</summary>
    public void Watchdog() => Send("WATCHDOG=1");

    /// <summary>One line for <c>systemctl status</c>.</summary>
    public void Status(string text) => Send("STATUS=" + text.ReplaceLineEndings(" "));

    /// <summary>The service is about to end.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>The configuration is being read again; <see cref="Ready"/> follows.</summary>
    public void Reloading()
    {
        // Type=notify-reload wants CLOCK_MONOTONIC, which is what Stopwatch reads on Linux.
        long microseconds = (long)(Stopwatch.GetTimestamp() * (1_000_000.0 / Stopwatch.Frequency));
        Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={microseconds}"));
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private void Send(string message)
    {
        if (_socket is null || _address is null)
            return;
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _address);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            LogOnce(e);
        }
    }

    private void LogOnce(Exception e)
    {
        if (Interlocked.Exchange(ref _failed, 1) == 0)
            _log.LogWarning("The service manager's notification socket cannot be used: {Error}", e.Message);
    }
}
