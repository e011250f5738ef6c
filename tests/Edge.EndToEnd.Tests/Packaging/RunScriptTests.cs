using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Packaging;

/// <summary>deploy/run.sh, as the README tells it.</summary>
public sealed class RunScriptTests
{
    [Fact]
    public async Task Run_ForAFewSeconds_EndsWellAndItsLastLineSumsUp()
    {
        await using var device = new TestDevice(MosquittoBroker.FreePort()); // Nobody there: the script starts a broker.
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        (int status, string output, string errors) = await Script.RunAsync("bash", ["deploy/run.sh", "--for", "6s", "--config", device.ConfigPath, "--data", device.DataPath, "--summary", "json"]);
        Assert.True(status == 0, output + errors);
        JsonObject summary = JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!.AsObject();
        foreach (string field in new[] { "frames", "inferences", "detections", "tracks", "alerts", "alertsReceived", "framesPerSecond" })
            Assert.True((double)summary[field]! > 0, $"{field}: {summary.ToJsonString()}\n{errors}");
        Assert.NotNull(summary["dropped"]);
        Assert.Equal((int)summary["alerts"]!, (int)summary["alertsReceived"]!);
    }

    [Theory]
    [InlineData("--for")]
    [InlineData("--summary", "xml")]
    [InlineData("--colour", "blue")]
    public async Task Run_WrongOptions_EndsWithTwoAndSaysWhy(params string[] options)
    {
        (int status, _, string errors) = await Script.RunAsync("bash", ["deploy/run.sh", .. options]);
        Assert.Equal(2, status);
        Assert.Contains(options[0], errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FaultyConfiguration_EndsWithTwoAndSaysEveryFault()
    {
        await using var device = new TestDevice(MosquittoBroker.FreePort());
        device.Configure("cameras:\n  - { id: a b, source: 'synthetic:nowhere' }");
        (int status, _, string errors) = await Script.RunAsync("bash", ["deploy/run.sh", "--config", device.ConfigPath]);
        Assert.Equal(2, status);
        Assert.Contains("cameras[0].id", errors, StringComparison.Ordinal);
        Assert.Contains("cameras[0].source", errors, StringComparison.Ordinal);
    }
}
