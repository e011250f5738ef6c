using System.CommandLine;
using Edge.Cloud.Security;

namespace Edge.Cloud.Commands;

/// <summary><c>edge-cloud api-token</c>.</summary>
internal static class ApiTokenCommand
{
    private static readonly Option<string> Owner = new("--operator") { Description = "Whose token it is", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "What it is for", DefaultValueFactory = _ => "console" };
    private static readonly Option<OperatorRole> Role = new("--role") { Description = "The most that it opens: viewer, operator or admin", DefaultValueFactory = _ => OperatorRole.Admin };
    private static readonly Option<int> Days = new("--days") { Description = "How long it is good, 1 to 366", DefaultValueFactory = _ => 90 };

    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var command = new Command("api-token", "Prints a token for programs (Authorization: Bearer …), such as edgectl.") { Owner, Name, Role, Days };
        command.SetAction((parsed, cancel) => CloudCommand.RunAsync(parsed, async (_, services) =>
        {
            int days = parsed.GetValue(Days);
            if (days is < 1 or > 366)
                return CloudCommand.Fail($"--days is {days}; 1 to 366 are allowed", ExitStatus.BadInput);
            string owner = parsed.GetRequiredValue(Owner);
            string? secret = await services.GetRequiredService<ApiTokenStore>().AddAsync(owner, parsed.GetRequiredValue(Name), parsed.GetValue(Role), TimeSpan.FromDays(days), "console", cancel);
            if (secret is null)
                return CloudCommand.Fail($"there is no operator '{owner}' whose access is open");
            Console.WriteLine(secret);
            return ExitStatus.Done;
        }, cancel));
        return command;
    }
}
