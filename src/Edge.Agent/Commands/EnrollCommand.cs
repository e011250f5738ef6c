using System.CommandLine;
using Edge.Agent.Cloud;
using Edge.Agent.Identity;
using Edge.Contracts.Enrolment;
using Edge.Contracts.Topics;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent enroll</c>: makes the device part of a fleet. Its key is made here and stays here.</summary>
internal static class EnrollCommand
{
    private const long MaximumTokenBytes = 4096;

    public static Command Create()
    {
        var cloud = new Option<string>("--cloud") { Description = "The cloud's address for devices: https://HOST:8443", Required = true };
        var token = new Option<string>("--token-file") { Description = "File with the one-time token (edge1.…); - reads it from standard input", Required = true };
        var device = new Option<string?>("--device") { Description = "Device id that is wished for; the token may decide otherwise" };
        var site = new Option<string?>("--site") { Description = "Site that the device believes to be at; refused where the token says another" };
        var again = new Option<bool>("--again") { Description = "Enrol a device that is enrolled already: it then belongs to the new cloud, under the same key" };
        var command = new Command("enroll", "Make this device part of a fleet: its key is made here, the cloud signs a certificate for it.") { cloud, token, device, site, again };
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (common.Load(parsed) is not { } settings)
                return ExitStatus.BadInput;
            try
            {
                Uri address = AddressOf(parsed.GetRequiredValue(cloud));
                RequireId(parsed.GetValue(device), "--device");
                RequireId(parsed.GetValue(site), "--site");
                var folder = new EnrolmentFolder(settings.Device.DataPath);
                if (!parsed.GetValue(again) && folder.Load() is { } old)
                    throw new EnrolmentException($"this device is enrolled already, as '{old.Device}' with {old.Cloud}; to enrol it anew: --again");
                EnrolmentToken secret = await ReadTokenAsync(parsed.GetRequiredValue(token), cancellationToken);
                HardwareIdentity hardware = HardwareIdentity.Of(settings.Device.Hardware, settings.Device.Serial);
                DeviceEnrolment enrolment = await new Enroller(folder, TimeProvider.System)
                    .EnrolAsync(address, secret, hardware, (parsed.GetValue(device), parsed.GetValue(site)), cancellationToken);
                await Console.Out.WriteLineAsync($"enrolled as '{enrolment.Device}' at site '{enrolment.Site}' ({enrolment.Hardware}, serial {enrolment.Serial}); broker {enrolment.BrokerHost}:{enrolment.BrokerPort}; start the agent, or start it again");
                return ExitStatus.Done;
            }
            catch (Exception e) when (e is EnrolmentException or DeviceKeyException)
            {
                await Console.Error.WriteLineAsync("enroll: " + e.Message);
                return ExitStatus.Failed;
            }
        });
        return command;
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0
            ? new Uri(address.GetLeftPart(UriPartial.Authority) + "/")
            : throw new EnrolmentException("--cloud is no such address; allowed: https://HOST:PORT");

    private static void RequireId(string? id, string option)
    {
        if (id is not null && !EdgeId.IsValid(id))
            throw new EnrolmentException($"{option} is no id; allowed: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_'");
    }

    // Not an option's value: command lines can be seen by every user of a machine.
    private static async Task<EnrolmentToken> ReadTokenAsync(string file, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            if (file != "-" && new FileInfo(file).Length > MaximumTokenBytes)
                throw new EnrolmentException($"the token's file '{file}' has more than {MaximumTokenBytes} bytes; is it the right file?");
            text = file == "-" ? await Console.In.ReadLineAsync(cancellationToken) ?? "" : await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnrolmentException($"the token's file '{file}' can't be read: {e.Message}", e);
        }

        return EnrolmentToken.TryParse(text, out EnrolmentToken? token)
            ? token
            : throw new EnrolmentException($"'{file}' holds no enrolment token; allowed: edge1.SECRET.PIN, as the cloud printed it, whole");
    }
}
