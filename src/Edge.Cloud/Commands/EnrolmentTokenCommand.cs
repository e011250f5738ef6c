using System.CommandLine;
using Edge.Cloud.Fleet;
using Edge.Contracts.Enrolment;
using Edge.Contracts.Topics;

namespace Edge.Cloud.Commands;

/// <summary><c>edge-cloud enrolment-token</c>.</summary>
internal static class EnrolmentTokenCommand
{
    private static readonly Option<string> Site = new("--site") { Description = "Site of the devices", Required = true };
    private static readonly Option<string?> Device = new("--device") { Description = "Id of the one device that it lets in; without: any new one" };
    private static readonly Option<string[]> Label = new("--label") { Description = "name:value that the devices get; may be repeated" };
    private static readonly Option<int> Hours = new("--hours") { Description = "How long it is good, 1 to 720", DefaultValueFactory = _ => 24 };
    private static readonly Option<int> Count = new("--count") { Description = "How many, 1 to 10000", DefaultValueFactory = _ => 1 };

    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var command = new Command("enrolment-token", "Prints tokens, each of which lets one device in, once.") { Site, Device, Label, Hours, Count };
        command.SetAction((parsed, cancel) => CloudCommand.RunAsync(parsed, (_, services) => MakeAsync(parsed, services, cancel), cancel));
        return command;
    }

    private static async Task<int> MakeAsync(ParseResult parsed, IServiceProvider services, CancellationToken cancel)
    {
        string site = parsed.GetRequiredValue(Site);
        string? device = parsed.GetValue(Device);
        Dictionary<string, string> labels = [];
        foreach (string one in parsed.GetValue(Label) ?? [])
        {
            if (Labels.Parse(one) is not { } pair || !labels.TryAdd(pair.Key, pair.Value))
                return CloudCommand.Fail($"--label {one}: name:value is allowed, each name once", ExitStatus.BadInput);
        }

        int hours = parsed.GetValue(Hours), count = parsed.GetValue(Count);
        string? fault = !EdgeId.IsValid(site) ? $"--site {site}: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed"
            : device is not null && !EdgeId.IsValid(device) ? $"--device {device}: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed"
            : hours is < 1 or > 720 ? $"--hours {hours}: 1 to 720 are allowed"
            : count is < 1 or > 10_000 || (device is not null && count > 1) ? $"--count {count}: 1 to 10000 are allowed, and only 1 with --device"
            : Labels.Fault(labels);
        if (fault is not null)
            return CloudCommand.Fail(fault, ExitStatus.BadInput);
        foreach (EnrolmentToken token in await services.GetRequiredService<EnrolmentTickets>().CreateAsync(count, site, device, labels, TimeSpan.FromHours(hours), "console", cancel))
            Console.WriteLine(token.Reveal());
        return ExitStatus.Done;
    }
}
