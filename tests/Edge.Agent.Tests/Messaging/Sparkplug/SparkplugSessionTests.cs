using Edge.Agent.Messaging.Sparkplug;
using Edge.Agent.Messaging.Sparkplug.Wire;
using Edge.Contracts.Messages;
using Heard = Edge.Agent.Tests.Messaging.Sparkplug.SessionRun.Heard;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

/// <summary>The session by itself. Ids in brackets are assertions of the Sparkplug specification 3.0.0; <see cref="SessionRun"/> checks every sequence number and alias.</summary>
public sealed class SparkplugSessionTests
{
    [Fact]
    public void Birth_OfTheNode_HasAllThatIsRequired()
    {
        var run = new SessionRun();
        Heard birth = Assert.Single(run.Connect(7));
        Assert.Equal("spBv1.0/plant/NBIRTH/edge", birth.Topic); // [tck-id-topics-nbirth-topic]
        Assert.True(birth.Payload.HasSeq); // [tck-id-topics-nbirth-seq-num]: and 0, which protobuf could leave out.
        Assert.Equal(0UL, birth.Payload.Seq);
        Assert.Equal((ulong)run.Now.ToUnixTimeMilliseconds(), birth.Payload.Timestamp); // [tck-id-topics-nbirth-timestamp]
        Assert.Equal((7UL, (uint)SparkplugType.Int64), (birth["bdSeq"].LongValue, birth["bdSeq"].Datatype)); // [tck-id-topics-nbirth-bdseq-included]
        Metric rebirth = birth["Node Control/Rebirth"]; // [tck-id-topics-nbirth-rebirth-metric]
        Assert.Equal((Metric.ValueOneofCase.BooleanValue, false, (uint)SparkplugType.Boolean, false), (rebirth.ValueCase, rebirth.BooleanValue, rebirth.Datatype, rebirth.HasAlias));
        Assert.Equal("0.1.0", birth["Properties/Software Version"].StringValue);
        Assert.Equal((51.5, "°C"), (birth["Temperature"].DoubleValue, birth["Temperature"].Properties.Values[0].StringValue));
        AssertBirthMetrics(birth);
    }

    [Fact]
    public void Birth_OfAStation_HasEveryMetricItWillEverHave()
    {
        var run = new SessionRun();
        run.Connect();
        Heard birth = Assert.Single(run.Station("press-2", 0));
        Assert.Equal((SparkplugKind.DeviceBirth, "spBv1.0/plant/DBIRTH/edge/press-2"), (birth.Kind, birth.Topic)); // [tck-id-topics-dbirth-topic]
        Assert.Equal(StationMetrics.Definitions.Select(definition => definition.Name), birth.Metrics.Select(metric => metric.Name)); // [tck-id-topics-dbirth-metric-reqs]
        Assert.Equal(("running", "board-7", 0UL), (birth["Mode"].StringValue, birth["Product"].StringValue, birth["Parts/Total"].LongValue));
        // [tck-id-operational-behavior-data-publish-dbirth-values]: null is said, not made up.
        foreach (string unknown in (string[])["Yield", "Last Part/Outcome", "Last Part/Number", "Cycle Time", "Reason", "Golden/Asks", "Receipt/Hash"])
            Assert.Equal((true, Metric.ValueOneofCase.None), (birth[unknown].IsNull, birth[unknown].ValueCase));
        AssertBirthMetrics(birth);
    }

    [Fact]
    public void Births_NodeFirstThenStations()
    {
        var run = new SessionRun();
        run.Station("b", 1);
        run.Station("a", 1);
        IReadOnlyList<Heard> births = run.Connect();
        // [tck-id-payloads-dbirth-order], [tck-id-message-flow-device-birth-publish-nbirth-wait]
        Assert.Equal(["spBv1.0/plant/NBIRTH/edge", "spBv1.0/plant/DBIRTH/edge/a", "spBv1.0/plant/DBIRTH/edge/b"], births.Select(birth => birth.Topic));
    }

    [Fact]
    public void Data_OnlyWhatChanged_ByAliasWithoutNameAndType()
    {
        var run = new SessionRun();
        run.Connect();
        run.Station("press-2", 8);
        Heard data = Assert.Single(run.Station("press-2", 9));
        Assert.Equal((SparkplugKind.DeviceData, "spBv1.0/plant/DDATA/edge/press-2"), (data.Kind, data.Topic));
        Assert.Equal(["Parts/Total", "Parts/Pass", "Last Part/Id", "Last Part/Number"], data.Metrics.Select(metric => metric.Name)); // [tck-id-topics-ddata-payload]
        Assert.Equal(9UL, data["Parts/Total"].LongValue);
        Assert.All(data.Payload.Metrics, metric =>
        {
            Assert.Equal((false, true, true, false), (metric.HasName, metric.HasAlias, metric.HasTimestamp, metric.HasDatatype)); // [tck-id-payloads-alias-data-cmd-requirement], [tck-id-payloads-metric-datatype-not-req]
            Assert.Equal((ulong)SparkplugReadings.Start.AddSeconds(9).ToUnixTimeMilliseconds(), metric.Timestamp); // When the value was taken, not sent.
            Assert.False(metric.HasIsHistorical);
        });
        Heard tenth = Assert.Single(run.Station("press-2", 10));
        Assert.Equal(("fail", "spur", 0.9), (tenth["Last Part/Outcome"].StringValue, tenth["Last Part/Defect"].StringValue, tenth["Yield"].DoubleValue));
        Assert.True(Assert.Single(run.Station("press-2", 11))["Last Part/Defect"].IsNull);
    }

    [Fact]
    public void Data_NothingChanged_IsNotSent()
    {
        var run = new SessionRun();
        run.Connect();
        run.Station("press-2", 9);
        Assert.Empty(run.Station("press-2", 9)); // [tck-id-operational-behavior-data-publish-dbirth-change]
        Assert.Empty(run.Session.Node(SparkplugReadings.Node with { At = run.Now }, run.Now));
        Heard data = Assert.Single(run.Hear(run.Session.Node(SparkplugReadings.Node with { TemperatureC = null }, run.Now)));
        Assert.Equal(("spBv1.0/plant/NDATA/edge", "Temperature", true), (data.Topic, data.Metrics.Single().Name, data.Metrics.Single().Metric.IsNull));
    }

    [Fact]
    public void Sequence_OverThousandsOfMessages_WrapsWithoutAGap()
    {
        var run = new SessionRun();
        run.Connect();
        for (int parts = 0; parts < 3000; parts++)
            Assert.Single(run.Station(parts % 3 == 0 ? "a" : "b", parts)); // The host in SessionRun checks each number.
    }

    [Fact]
    public void Station_Stops_DiesAndIsBornAgain()
    {
        var run = new SessionRun();
        run.Connect();
        run.Station("press-2", 1);
        Heard death = Assert.Single(run.Station("press-2", 1, StationMode.Stopped));
        Assert.Equal("spBv1.0/plant/DDEATH/edge/press-2", death.Topic); // [tck-id-topics-ddeath-topic], [tck-id-operational-behavior-device-ddeath]
        Assert.Equal((true, true, 0), (death.Payload.HasSeq, death.Payload.HasTimestamp, death.Payload.Metrics.Count)); // [tck-id-topics-ddeath-seq-num]
        Assert.False(run.Session.IsAlive("press-2"));
        Assert.Empty(run.Station("press-2", 2, StationMode.Stopped));
        Assert.Equal([SparkplugKind.NodeBirth], run.Hear(run.Session.Rebirth(run.Now)).Select(heard => heard.Kind));
        Assert.Equal(SparkplugKind.DeviceBirth, Assert.Single(run.Station("press-2", 2)).Kind);
        Assert.Equal(SparkplugKind.DeviceDeath, Assert.Single(run.Hear(run.Session.StationGone("press-2", run.Now))).Kind);
        Assert.Empty(run.Session.StationGone("press-2", run.Now));
    }

    [Fact]
    public void Rebirth_Anew_FromZeroWithTheSameSession()
    {
        var run = new SessionRun();
        run.Connect(3);
        run.Station("press-2", 1);
        run.Station("press-2", 2);
        IReadOnlyList<Heard> births = run.Hear(run.Session.Rebirth(run.Now));
        Assert.Equal([SparkplugKind.NodeBirth, SparkplugKind.DeviceBirth], births.Select(birth => birth.Kind)); // [tck-id-operational-behavior-data-commands-rebirth-action-2]
        Assert.Equal(3UL, births[0]["bdSeq"].LongValue); // [tck-id-operational-behavior-data-commands-rebirth-action-3]
        Assert.Equal(2UL, births[1]["Parts/Total"].LongValue);
    }

    [Fact]
    public void Death_OfTheNode_IsItsSessionAndNothingElse()
    {
        var run = new SessionRun();
        run.Connect(255);
        SparkplugMessage death = run.Session.Death(run.Now);
        Payload payload = Payload.Parser.ParseFrom(death.Payload);
        Assert.Equal("spBv1.0/plant/NDEATH/edge", death.Topic); // [tck-id-topics-ndeath-topic]
        Assert.False(payload.HasSeq); // [tck-id-topics-ndeath-seq]
        Metric only = Assert.Single(payload.Metrics); // [tck-id-topics-ndeath-payload]
        Assert.Equal(("bdSeq", 255UL, (uint)SparkplugType.Int64), (only.Name, only.LongValue, only.Datatype));
    }

    [Fact]
    public void PrimaryHost_NotOnline_NothingIsBorn()
    {
        var run = new SessionRun(hasHost: true);
        Assert.Empty(run.Connect()); // [tck-id-message-flow-edge-node-birth-publish-phid-wait]
        Assert.Empty(run.Station("press-2", 1));
        Assert.Empty(run.Session.Rebirth(run.Now));
        Assert.Empty(run.Host(online: false, 10, out bool leave)); // Who is in no session has none to leave.
        Assert.False(leave);
        Assert.Equal([SparkplugKind.NodeBirth, SparkplugKind.DeviceBirth], run.Host(online: true, 11, out _).Select(heard => heard.Kind));
    }

    [Fact]
    public void PrimaryHost_GoesOffline_TheNodeDiesAndLeaves()
    {
        var run = new SessionRun(hasHost: true);
        run.Connect(4);
        run.Host(online: true, 100, out _);
        Assert.Empty(run.Host(online: false, 99, out bool leave)); // [tck-id-operational-behavior-edge-node-termination-host-offline-timestamp]
        Assert.False(leave);
        Heard death = Assert.Single(run.Host(online: false, 100, out leave)); // [tck-id-message-flow-edge-node-birth-publish-phid-offline]
        Assert.Equal((true, SparkplugKind.NodeDeath, 4UL), (leave, death.Kind, death["bdSeq"].LongValue));
        run.Session.Lost();
        Assert.Empty(run.Connect(5));
        Assert.Empty(run.Host(online: false, 100, out leave)); // The retained one: no circle of connecting and leaving.
        Assert.False(leave);
        Assert.NotEmpty(run.Host(online: true, 101, out _));
    }

    [Fact]
    public void History_WhileTheHostWasAway_ComesAfterTheBirthsAsHistory()
    {
        var run = new SessionRun(hasHost: true);
        run.Connect();
        for (int parts = 1; parts <= 45; parts++)
            Assert.Empty(run.Station("press-2", parts));
        run.Station("other", 1);
        IReadOnlyList<Heard> heard = run.Host(online: true, 1, out _);
        Assert.Equal([SparkplugKind.NodeBirth, SparkplugKind.DeviceBirth, SparkplugKind.DeviceBirth, SparkplugKind.DeviceData, SparkplugKind.DeviceData, SparkplugKind.DeviceData], heard.Select(one => one.Kind));
        Metric[] totals = [.. heard.Skip(3).SelectMany(one => one.Metrics).Where(metric => metric.Name == "Parts/Total").Select(metric => metric.Metric)];
        // The 45th is the birth's.
        Assert.Equal(Enumerable.Range(1, 44).Select(parts => (ulong)parts), totals.Select(total => total.LongValue));
        Assert.Equal(totals.Select(total => (ulong)SparkplugReadings.Start.AddSeconds(total.LongValue).ToUnixTimeMilliseconds()), totals.Select(total => total.Timestamp));
        Assert.All(heard.Skip(3).SelectMany(one => one.Payload.Metrics), metric => Assert.True(metric.IsHistorical));
        Assert.Equal(45UL, heard.Single(one => one.Device == "press-2" && one.Kind == SparkplugKind.DeviceBirth)["Parts/Total"].LongValue);
        Assert.DoesNotContain(run.Hear(run.Session.Rebirth(run.Now)), one => one.Kind == SparkplugKind.DeviceData); // Once.
    }

    [Fact]
    public void History_PastItsBound_LosesTheOldestAndCounts()
    {
        var run = new SessionRun(history: 10);
        for (int parts = 1; parts <= 15; parts++)
            run.Station("press-2", parts);
        IReadOnlyList<Heard> heard = run.Connect();
        Assert.Equal(5, run.Session.LostSamples);
        Assert.Equal(Enumerable.Range(6, 9).Select(parts => (ulong)parts), heard.Skip(2).SelectMany(one => one.Metrics).Where(metric => metric.Name == "Parts/Total").Select(metric => metric.Metric.LongValue));
    }

    [Fact]
    public void History_OfAConnectionThatWasLost_IsToldOnTheNext()
    {
        var run = new SessionRun();
        run.Connect(0);
        run.Station("press-2", 1);
        run.Session.Lost();
        Assert.Empty(run.Station("press-2", 2));
        Assert.Empty(run.Station("press-2", 3));
        IReadOnlyList<Heard> heard = run.Connect(1);
        Assert.Equal([SparkplugKind.NodeBirth, SparkplugKind.DeviceBirth, SparkplugKind.DeviceData], heard.Select(one => one.Kind));
        Assert.Equal((1UL, 3UL, 2UL), (heard[0]["bdSeq"].LongValue, heard[1]["Parts/Total"].LongValue, heard[2]["Parts/Total"].LongValue));
    }

    private static void AssertBirthMetrics(Heard birth) => Assert.All(birth.Payload.Metrics, metric =>
    {
        Assert.True(metric.HasName && metric.HasDatatype && metric.HasTimestamp, metric.Name); // [tck-id-topics-nbirth-metrics], [tck-id-payloads-name-birth-data-requirement], [tck-id-payloads-metric-datatype-req]
        Assert.True(metric.HasAlias || metric.Name is "bdSeq" or "Node Control/Rebirth", metric.Name); // [tck-id-payloads-alias-birth-requirement], [tck-id-operational-behavior-data-commands-rebirth-name-aliases]
        Assert.True(metric.IsNull || metric.ValueCase != Metric.ValueOneofCase.None, metric.Name);
    });
}
