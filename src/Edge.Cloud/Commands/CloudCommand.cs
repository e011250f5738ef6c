using System.CommandLine;
using Edge.Cloud.Configuration;
using Edge.Cloud.Hosting;

namespace Edge.Cloud.Commands;

/// <summary>A command that works on the cloud's data without serving it; it may run beside a cloud that does.</summary>
internal static class CloudCommand
{
    /// <summary>Runs <paramref name="work"/> with the cloud's services; what is wrong becomes one line and an exit status.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<CloudSettings, IServiceProvider, Task<int>> work, CancellationToken cancel)
    {
        try
        {
            CloudSettings settings = SettingsOptions.Read(parsed);
            await using WebApplication application = await CloudApplication.CreateAsync(settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning), cancel);
            return await work(settings, application.Services);
        }
        catch (InvalidOperationException exception)
        {
            return Fail(exception.Message, ExitStatus.BadInput);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            return Fail(exception.Message, ExitStatus.Failed);
        }
    }

    /// <summary>Says what is wrong.</summary>
    public static int Fail(string message, int status = ExitStatus.Failed)
    {
        Console.Error.WriteLine("edge-cloud: " + message);
        return status;
    }
}
