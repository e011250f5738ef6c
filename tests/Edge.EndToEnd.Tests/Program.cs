using Edge.EndToEnd.Tests.Crash;
using Edge.EndToEnd.Tests.Receipts;
using Edge.EndToEnd.Tests.Station;
using Edge.EndToEnd.Tests.Updates;

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
            case ["--receipts-host", string dataPath, string waitsForDisk]:
                await ReceiptHost.RunAsync(dataPath, bool.Parse(waitsForDisk));
                return 0;
            case ["--station", .. string[] rest]:
                return await StationCommand.RunAsync(rest);
            case ["--receipts-crash", .. string[] rest]:
                return await ReceiptCrashCommand.RunAsync(rest);
            case ["--updates-host", string dataPath, string want]:
                return await UpdateHost.RunAsync(dataPath, int.Parse(want, System.Globalization.CultureInfo.InvariantCulture), UpdateCrashRun.Program);
            case ["--updates-crash", .. string[] rest]:
                return await UpdateCrashCommand.RunAsync(rest);
            default:
                await Console.Error.WriteLineAsync("This is a test assembly; run it with dotnet test. As a program it knows --outbox-host, --crash (deploy/crash.sh), --receipts-host, --receipts-crash (deploy/receipts-crash.sh), --updates-host, --updates-crash (deploy/update-crash.sh) and --station (deploy/station-test.sh) only.");
                return 2;
        }
    }
}
