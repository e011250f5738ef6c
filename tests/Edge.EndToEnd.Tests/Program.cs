using Edge.EndToEnd.Tests.Crash;

namespace Edge.EndToEnd.Tests;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["--outbox-host", .. string[] rest]:
                await OutboxHost.RunAsync(OutboxHostOptions.Parse(rest));
                return 0;
            case ["--crash", .. string[] rest]:
                return await CrashCommand.RunAsync(rest);
            default:
                await Console.Error.WriteLineAsync("This is a test assembly; run it with dotnet test. As a program it knows --outbox-host and --crash only (deploy/crash.sh).");
                return 2;
        }
    }
}
