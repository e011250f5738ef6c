using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Edge.Testing.Brokers;

/// <summary>An independent subscriber: a mosquitto_sub process, its messages in order.</summary>
public sealed class MosquittoSubscriber : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<ReceivedMessage> _messages = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _errors = new();

    private MosquittoSubscriber(Process process) => _process = process;

    /// <summary>Subscribes with QoS 1 and returns when the broker has granted it.</summary>
    /// <param name="port">Of the broker on loopback.</param>
    /// <param name="filter">Topic filter.</param>
    /// <param name="more">More arguments of mosquitto_sub, such as user, password or TLS.</param>
    public static async Task<MosquittoSubscriber> StartAsync(int port, string filter, params string[] more)
    {
        // Topic, retain flag, payload in hex and quality of service: any bytes survive the line.
        // stdbuf: its debug lines, which tell that the subscription stands, must not wait in a buffer.
        var start = new ProcessStartInfo(MosquittoBroker.Find("stdbuf"))
        {
            ArgumentList = { "-oL", MosquittoBroker.Find("mosquitto_sub"), "-V", "5", "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-t", filter, "-q", "1", "-d", "--nodelay", "-F", "> %t %r %x %q" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in more)
            start.ArgumentList.Add(argument);
        var subscriber = new MosquittoSubscriber(Process.Start(start)!);
        _ = subscriber.ReadAsync();
        subscriber._process.ErrorDataReceived += (_, line) => subscriber._errors.AppendLine(line.Data);
        subscriber._process.BeginErrorReadLine();
        await subscriber._subscribed.Task.WaitAsync(Deadline.Default);
        return subscriber;
    }

    /// <summary>The next message.</summary>
    public async Task<ReceivedMessage> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline.Default);
        return await _messages.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>The next message that <paramref name="wanted"/> accepts; the others are thrown away.</summary>
    public async Task<ReceivedMessage> NextAsync(Func<ReceivedMessage, bool> wanted)
    {
        while (true)
        {
            ReceivedMessage message = await NextAsync();
            if (wanted(message))
                return message;
        }
    }

    /// <summary>A message that is already here.</summary>
    public bool TryNext(out ReceivedMessage? message) => _messages.Reader.TryRead(out message);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Subscribed", StringComparison.Ordinal))
                _subscribed.TrySetResult();
            if (!line.StartsWith("> ", StringComparison.Ordinal))
                continue;
            string[] parts = line.Split(' ');
            _messages.Writer.TryWrite(new ReceivedMessage(parts[1], parts[2] == "1", Convert.FromHexString(parts[3])) { Qos = parts[4][0] - '0' });
        }

        _subscribed.TrySetException(new InvalidOperationException($"mosquitto_sub ended: {_errors}"));
        _messages.Writer.TryComplete();
    }
}
