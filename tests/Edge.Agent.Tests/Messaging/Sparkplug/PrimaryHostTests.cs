using System.Text;
using Edge.Agent.Messaging.Sparkplug;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

public sealed class PrimaryHostTests
{
    [Fact]
    public void State_FirstOne_IsTakenWhateverItsTime()
    {
        var host = new PrimaryHost();
        Assert.Equal(HostChange.CameOnline, Take(host, """{"online":true,"timestamp":1}"""));
        Assert.True(host.IsOnline);
    }

    [Fact]
    public void State_OlderThanTheLast_ChangesNothing()
    {
        var host = new PrimaryHost();
        Take(host, """{"online":true,"timestamp":50}""");
        Assert.Equal(HostChange.None, Take(host, """{"online":false,"timestamp":49}"""));
        Assert.True(host.IsOnline);
        Assert.Equal(HostChange.WentOffline, Take(host, """{"online":false,"timestamp":50}"""));
        // [tck-id-message-flow-edge-node-birth-publish-phid-wait-timestamp]
        Assert.Equal(HostChange.None, Take(host, """{"online":true,"timestamp":49}"""));
        Assert.False(host.IsOnline);
        host.Forget();
        Assert.Equal(HostChange.None, Take(host, """{"online":true,"timestamp":49}"""));
        Assert.Equal(HostChange.CameOnline, Take(host, """{"online":true,"timestamp":50,"more":[]}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ONLINE")] // Sparkplug 2.2's.
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{"online":"true","timestamp":1}""")]
    [InlineData("""{"online":true}""")]
    [InlineData("""{"online":true,"timestamp":"1"}""")]
    [InlineData("""{"online":true,"timestamp":-1}""")]
    [InlineData("""{"online":true,"timestamp":1e99}""")]
    [InlineData("""{"online":true,"timestamp":1""")]
    [InlineData("""{"online":true,"timestamp":1,"x":[[[[[[[[1]]]]]]]]}""")]
    public void State_NotOne_ChangesNothing(string payload)
    {
        var host = new PrimaryHost();
        Assert.Equal(HostChange.None, Take(host, payload));
        Assert.False(host.IsOnline);
    }

    private static HostChange Take(PrimaryHost host, string payload) => host.Take(Encoding.UTF8.GetBytes(payload));
}
