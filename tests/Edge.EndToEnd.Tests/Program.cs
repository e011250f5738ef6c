using Edge.EndToEnd.Tests.Crash;

namespace Edge.EndToEnd.Tests;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not ["--outbox-host", .. string[] rest])
        {
            await Console.Error.WriteLineAsync("This is a test assembly; run it with dotnet test. As a program it knows --outbox-host only.");
            return 2;
        }

        await OutboxHost.RunAsync(OutboxHostOptions.Parse(rest));
        return 0;
    }
}
