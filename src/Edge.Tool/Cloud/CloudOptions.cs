using System.CommandLine;
using Edge.Tool.Packs;

namespace Edge.Tool.Cloud;

/// <summary>Options of every command that talks to a cloud, and what those commands answer to its refusals.</summary>
internal sealed class CloudOptions
{
    private readonly Option<string> _cloud = new("--cloud") { Description = "The cloud's address, such as https://cloud.example or http://127.0.0.1:8080", Required = true };
    private readonly Option<string> _tokenFile = new("--token-file") { Description = "File with an API token of that cloud", Required = true };
    private readonly Option<string?> _authority = new("--cloud-ca") { Description = "PEM file of the authority of the cloud's certificate; default: the system's own" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_cloud);
        command.Add(_tokenFile);
        command.Add(_authority);
    }

    /// <summary>Runs a command with the cloud that its options name.</summary>
    public Task<int> RunAsync(ParseResult parsed, Func<CloudClient, CancellationToken, Task<int>> command) => BadInput.GuardAsync(async cancel =>
    {
        try
        {
            using var cloud = CloudClient.Open(parsed.GetValue(_cloud)!, parsed.GetValue(_tokenFile)!, parsed.GetValue(_authority));
            return await command(cloud, cancel);
        }
        catch (CloudException e)
        {
            await Console.Error.WriteLineAsync("edgectl: " + e.Message);
            return e.IsRefusal ? ExitStatus.BadInput : ExitStatus.Failed;
        }
    });
}
