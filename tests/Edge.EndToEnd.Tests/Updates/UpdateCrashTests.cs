using Xunit.Abstractions;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>Power cuts while updates of every kind run, of which only what was synced is sure to stay. By hand, with as many kills as wanted: deploy/update-crash.sh.</summary>
public sealed class UpdateCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Device_PowerCutsDuringUpdates_ComesUpOnOneWholeVersionAndFinishes()
    {
        UpdateCrashTally tally = await RunAsync(new UpdateCrashScript(12, 20261122, VisitsAll: false));
        Assert.True(tally.Holds, tally.ToString());
    }

    /// <summary>The negative control: the same harness sees what goes wrong where nothing waits for the disk.</summary>
    [Fact]
    public async Task Device_PowerCutsWithSyncsThatDoNothing_IsFoundOut()
    {
        UpdateCrashTally tally = await RunAsync(new UpdateCrashScript(40, 20261123, Lie: "", VisitsAll: false));
        Assert.False(tally.Holds, tally.ToString());
        Assert.NotEmpty(tally.Faults);
    }

    private async Task<UpdateCrashTally> RunAsync(UpdateCrashScript script)
    {
        using var run = new UpdateCrashRun(script, output.WriteLine);
        UpdateCrashTally tally = await run.RunAsync();
        output.WriteLine(tally.ToString());
        return tally;
    }
}
