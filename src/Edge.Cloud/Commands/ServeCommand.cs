using System.CommandLine;
using Edge.Cloud.Configuration;
using Edge.Cloud.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Edge.Cloud.Commands;

/// <summary><c>edge-cloud serve</c>.</summary>
internal static class ServeCommand
{
    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var command = new Command("serve", "Serves operators and devices until a signal ends it.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        try
        {
            CloudSettings settings = SettingsOptions.Read(parsed);
            await using WebApplication application = await CloudApplication.CreateAsync(settings, builder => builder.Logging.AddSimpleConsole(console => console.SingleLine = true), cancel);
            await application.StartAsync(cancel);
            IEnumerable<string> addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            application.Logger.LogInformation("Serving {Addresses}; data in {Folder}", string.Join(" and ", addresses), Path.GetFullPath(settings.DataPath));
            await application.WaitForShutdownAsync(CancellationToken.None);
            return ExitStatus.Done;
        }
        catch (InvalidOperationException exception)
        {
            return CloudCommand.Fail(exception.Message, ExitStatus.BadInput);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            return CloudCommand.Fail(exception.Message);
        }
    }
}
