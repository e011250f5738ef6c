using Xunit.Abstractions;

namespace Edge.EndToEnd.Tests.Station;

/// <summary>A short run of what deploy/station-test.sh does with 10,000 parts.</summary>
public sealed class StationLineTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Station_AgentKilledInTheMiddle_EveryPartHasOneVerdictAndOneReceiptAndNoneGoesTheWrongWay()
    {
        // Slower than the line that it is made for: a test machine does much else.
        var script = new StationScript(Parts: 120, Kills: 1, Seed: 1) { Speed = 200, StopEvery = 5 };
        StationTally tally = await new StationRun(script, output.WriteLine).RunAsync();
        output.WriteLine(tally.ToString());
        Assert.True(tally.Holds, tally.ToString());
        Assert.True(tally.Verdicts > 60, tally.ToString());
    }
}
