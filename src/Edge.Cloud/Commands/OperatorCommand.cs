using System.CommandLine;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;

namespace Edge.Cloud.Commands;

/// <summary><c>edge-cloud operator add|invite</c>: whoever may read the data folder may make operators; that is how the first one comes to be.</summary>
internal static class OperatorCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Name to sign in with" };
    private static readonly Option<OperatorRole> Role = new("--role") { Description = "viewer, operator or admin", DefaultValueFactory = _ => OperatorRole.Viewer };

    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var add = new Command("add", "Adds an operator and prints a link, good once and for 24 hours, to choose a password.") { Name, Role };
        add.SetAction((parsed, cancel) => CloudCommand.RunAsync(parsed, async (settings, services) =>
        {
            string name = parsed.GetRequiredValue(Name);
            if (OperatorEndpoints.NameFault(name) is { } fault)
                return CloudCommand.Fail(fault, ExitStatus.BadInput);
            string? secret = await services.GetRequiredService<OperatorStore>().AddAsync(name, parsed.GetValue(Role), "console", cancel);
            return Print(settings, secret, $"there is an operator '{name}' already; 'edge-cloud operator invite {name}' makes another link");
        }, cancel));
        var invite = new Command("invite", "Prints another link for an operator who lost the password.") { Name };
        invite.SetAction((parsed, cancel) => CloudCommand.RunAsync(parsed, async (settings, services) =>
        {
            string name = parsed.GetRequiredValue(Name);
            return Print(settings, await services.GetRequiredService<OperatorStore>().InviteAgainAsync(name, "console", cancel), $"there is no operator '{name}' whose access is open");
        }, cancel));
        return new Command("operator", "Who may operate the fleet.") { add, invite };
    }

    private static int Print(CloudSettings settings, string? secret, string otherwise)
    {
        if (secret is null)
            return CloudCommand.Fail(otherwise);
        string scheme = settings.Listen.OperatorCertificateFile.Length > 0 ? "https" : "http";
        // After the '#': a browser sends it to no server and no log.
        Console.WriteLine($"{scheme}://{settings.Listen.OperatorAddress}:{settings.Listen.OperatorPort}/#/welcome/{secret}");
        return ExitStatus.Done;
    }
}
