using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Edge.EndToEnd.Tests.Agents;

/// <summary>Sends commands with mosquitto_rr, an independent requester of MQTT 5.</summary>
internal static class Requester
{
    /// <summary>Sends <paramref name="payload"/> as <c>command/{name}</c> and waits for the response on a topic of the requester's choice.</summary>
    /// <param name="port">Of the broker.</param>
    /// <param name="name">Of the command.</param>
    /// <param name="payload">At most 100,000 characters: mosquitto_rr takes none but on its command line.</param>
    /// <param name="correlation">Correlation data to send.</param>
    /// <returns>The response, and the correlation data that came back with it.</returns>
    public static async Task<(JsonObject Response, string Correlation)> AskAsync(int port, string name, string payload = "", string correlation = "c-1")
    {
        string answers = "answers/" + Guid.NewGuid().ToString("N");
        ProcessStartInfo start = Program("mosquitto_rr", port, TestDevice.Topics + "command/" + name);
        foreach (string argument in new[] { "-e", answers, "-W", "30", "-m", payload, "-D", "publish", "correlation-data", correlation, "-F", "%D %p" })
            start.ArgumentList.Add(argument);
        (string output, string errors) = await RunAsync(start, input: "");
        Assert.True(output.Contains(' ', StringComparison.Ordinal), $"no answer to {name}: {output} {errors}");
        string[] parts = output.Split(' ', 2);
        return (JsonNode.Parse(parts[1])!.AsObject(), parts[0]);
    }

    /// <summary>Publishes <paramref name="payload"/> on a topic below the device's and waits for the broker to have it.</summary>
    public static Task PublishAsync(int port, string topic, string payload) => RunAsync(Publisher(port, topic), payload);

    private static ProcessStartInfo Publisher(int port, string topic)
    {
        ProcessStartInfo start = Program("mosquitto_pub", port, TestDevice.Topics + topic);
        start.ArgumentList.Add("-s"); // From standard input: a megabyte does not fit on a command line.
        return start;
    }

    private static ProcessStartInfo Program(string program, int port, string topic) => new("/usr/bin/" + program)
    {
        ArgumentList = { "-V", "5", "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-q", "1", "-t", topic },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static async Task<(string Output, string Errors)> RunAsync(ProcessStartInfo start, string input)
    {
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (await output, await errors);
    }
}
