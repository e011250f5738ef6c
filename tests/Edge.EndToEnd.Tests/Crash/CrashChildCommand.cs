namespace Edge.EndToEnd.Tests.Crash;

/// <summary>The command line of a child.</summary>
internal sealed record CrashChildCommand(string FileName, IReadOnlyList<string> Arguments)
{
    public static CrashChildCommand OutboxHost(OutboxHostOptions options) =>
        new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(CrashChildCommand).Assembly.Location, .. options.ToArguments()]);
}
