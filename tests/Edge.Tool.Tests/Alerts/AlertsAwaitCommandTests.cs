using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Tool.Alerts;

namespace Edge.Tool.Tests.Alerts;

public sealed class AlertsAwaitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-await-").FullName;
    private readonly ManualTimeProvider _time = new();
    private readonly StringWriter _errors = new();

    private string Received => Path.Combine(_folder, "received");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Await_FileThatGrowsInPieces_DoneOnlyWhenTheLastLineHasItsEnd()
    {
        Task<int> waiting = AlertsAwaitCommand.AwaitAsync(2, Received, TimeSpan.FromHours(1), _time, _errors, CancellationToken.None);
        byte[] all = Some.Lines(Some.Line(Some.Alert(alertId: "a")), Some.Line(Some.Alert(alertId: "b")));
        await TickAsync();
        await AppendAsync(all[..^100]);
        await TickAsync();
        await AppendAsync(all[^100..^1]);
        await TickAsync();
        Assert.False(waiting.IsCompleted);

        await AppendAsync(all[^1..]);
        await Deadline.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            return waiting.IsCompleted;
        }, "await ended");
        Assert.Equal(0, await waiting);
    }

    [Fact]
    public async Task Await_SameAlertAgainOrOtherPhases_DoNotCount()
    {
        var id = Guid.CreateVersion7();
        await AppendAsync(Some.Lines(
            Some.Line(Some.Alert(alertId: "a"), id),
            Some.Line(Some.Alert(alertId: "a"), id),
            Some.Line(Some.Alert(alertId: "a")),
            Some.Line(Some.Alert(phase: AlertMessagePhase.Ended, alertId: "b"))));

        Assert.Equal(1, await AlertsAwaitCommand.AwaitAsync(2, Received, TimeSpan.Zero, _time, _errors, CancellationToken.None));
        Assert.Contains("1 of 2 alerts", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await AlertsAwaitCommand.AwaitAsync(1, Received, TimeSpan.Zero, _time, _errors, CancellationToken.None));
    }

    [Fact]
    public async Task Await_FileNeverThere_FailsAtTheTimeoutAndNotBefore()
    {
        Task<int> waiting = AlertsAwaitCommand.AwaitAsync(1, Received, TimeSpan.FromSeconds(2), _time, _errors, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        await Task.Yield();
        Assert.False(waiting.IsCompleted);
        await Deadline.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            return waiting.IsCompleted;
        }, "await ended");
        Assert.Equal(1, await waiting);
    }

    [Theory]
    [InlineData("""{"alerts":2,"pendingMessages":1}""", "50ms", 0)]
    [InlineData("""{"alerts":2,"pendingMessages":7}""", "50ms", 0)]
    [InlineData("""{"alerts":3,"pendingMessages":1}""", "50ms", 1)]
    [InlineData("""{"alerts":2,"pendingMessages":-1}""", "2s", 2)]
    [InlineData("""{"alerts":1}""", "1.5s", 0)]
    [InlineData("""{"alerts":0}""", "0s", 0)]
    [InlineData("""{"alerts":2}""", "50ms", 1)]
    [InlineData("""{"alerts":-2}""", "2s", 2)]
    [InlineData("""{"alerts":"2"}""", "2s", 2)]
    [InlineData("[]", "2s", 2)]
    [InlineData("{", "2s", 2)]
    [InlineData("""{"alerts":1}""", "2", 2)]
    [InlineData("""{"alerts":1}""", "-2s", 2)]
    public async Task Await_Process_StatusTellsWhatCameOfIt(string summary, string timeout, int expected)
    {
        string summaryPath = Path.Combine(_folder, "summary.json");
        await File.WriteAllTextAsync(summaryPath, summary);
        await AppendAsync(Some.Lines(Some.Line(Some.Alert())));

        (int status, _, string errors) = await ToolProcess.RunAsync("alerts", "await", "--summary", summaryPath, "--received", Received, "--timeout", timeout);

        Assert.Equal(expected, status);
        Assert.Equal(expected == 0, errors.Length == 0);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private async Task AppendAsync(byte[] bytes)
    {
        await using FileStream file = new(Received, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await file.WriteAsync(bytes);
    }

    /// <summary>Lets the loop go round a few times.</summary>
    private async Task TickAsync()
    {
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(2);
        }
    }
}
