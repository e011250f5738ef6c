using Xunit.Abstractions;

namespace Edge.EndToEnd.Tests.Receipts;

/// <summary>kill -9 while receipts are written, and power cuts that drop what was not synced. By hand, with as many kills as wanted: deploy/receipts-crash.sh.</summary>
public sealed class ReceiptCrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Chain_ProcessKilled_IsWholeAndHasEveryCommittedReceipt()
    {
        ReceiptCrashTally tally = await RunAsync(new ReceiptCrashScript(12, 20260601));
        Assert.True(tally.Holds, tally.ToString());
        Assert.True(tally.Interrupted > 0, "no part was in flight at any kill: the run shows little");
    }

    [Fact]
    public async Task Chain_PowerCuts_IsWholeAndHasEveryCommittedReceipt()
    {
        ReceiptCrashTally tally = await RunAsync(new ReceiptCrashScript(8, 20260602, PowerCuts: true));
        Assert.True(tally.Holds, tally.ToString());
    }

    /// <summary>The negative control: the same harness sees the loss where receipts do not wait for the disk.</summary>
    [Fact]
    public async Task Chain_PowerCutsWithoutWaitingForTheDisk_LosesReceipts()
    {
        ReceiptCrashTally tally = await RunAsync(new ReceiptCrashScript(4, 20260603, PowerCuts: true, WaitsForDisk: false));
        Assert.True(tally.Lost > 0, tally.ToString());
    }

    private async Task<ReceiptCrashTally> RunAsync(ReceiptCrashScript script)
    {
        ReceiptCrashTally tally = await new ReceiptCrashRun(script, output.WriteLine).RunAsync();
        output.WriteLine(tally.ToString());
        return tally;
    }
}
