using System.Text.Json;
using Edge.Agent.Messaging;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;

namespace Edge.Agent.Station.Commands;

/// <summary>The commands to stations: <c>station-trigger</c>, <c>station-product</c>, <c>station-golden</c>, <c>station-clear</c>, <c>station-status</c>.</summary>
internal sealed class StationCommand : ICommandHandler
{
    private readonly StationFleet _fleet;
    private readonly Func<JsonElement?, Task<CommandResponse>> _do;

    private StationCommand(StationFleet fleet, string name, Func<StationCommand, JsonElement?, Task<CommandResponse>> act)
    {
        _fleet = fleet;
        Name = name;
        _do = arguments => act(this, arguments);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>All of them; none without stations.</summary>
    /// <param name="fleet">The stations.</param>
    /// <param name="describe">A station's message of how it stands.</param>
    public static IReadOnlyList<ICommandHandler> All(StationFleet fleet, Func<StationReading, StationMessage> describe) => fleet.All.Count == 0
        ? []
        :
        [
            new StationCommand(fleet, StationCommands.Trigger, (self, arguments) => Task.FromResult(self.Trigger(arguments))),
            new StationCommand(fleet, StationCommands.Product, (self, arguments) => self.SetProductAsync(arguments)),
            new StationCommand(fleet, StationCommands.Golden, (self, arguments) => Task.FromResult(self.AskGolden(arguments))),
            new StationCommand(fleet, StationCommands.Clear, (self, arguments) => self.ClearAsync(arguments)),
            new StationCommand(fleet, StationCommands.Status, (self, arguments) => Task.FromResult(self.Status(arguments, describe))),
        ];

    /// <inheritdoc/>
    public Task<CommandResponse> HandleAsync(CommandRequest request, CancellationToken cancellationToken) => _do(request.Arguments);

    private CommandResponse Trigger(JsonElement? arguments)
    {
        if (!StationCommands.TryReadStation(arguments, out StationArguments? read, out string? fault))
            return Bad(fault);
        if (_fleet.Find(read.Station) is not { } station)
            return Unknown();
        if (station.Settings.Trigger.Kind != VerdictTriggerKind.Command)
            return Bad($"station: '{station.Id}' is triggered by {station.Settings.Trigger.Kind.ToString().ToLowerInvariant()}, not by command.");
        return station.Trigger() is { } part
            ? CommandResponse.Done(StationCommands.Write(new StationTriggerResult(station.Id, part.ToString("D"))))
            : CommandResponse.Failed(CommandErrorCode.Failed, $"Station '{station.Id}' takes no part now: {station.Read().Reason ?? "the trigger came too soon after the one before"}.");
    }

    private async Task<CommandResponse> SetProductAsync(JsonElement? arguments)
    {
        if (!StationCommands.TryReadProduct(arguments, out StationProductArguments? read, out string? fault))
            return Bad(fault);
        if (_fleet.Find(read.Station) is not { } station)
            return Unknown();
        string before = station.Read().Product;
        return await station.SetProductAsync(read.Product, read.By) is { } why
            ? Bad(why)
            : CommandResponse.Done(StationCommands.Write(new StationProductResult(station.Id, read.Product, before, station.Read().Mode)));
    }

    private CommandResponse AskGolden(JsonElement? arguments)
    {
        if (!StationCommands.TryReadGolden(arguments, out StationGoldenArguments? read, out string? fault))
            return Bad(fault);
        if (_fleet.Find(read.Station) is not { } station)
            return Unknown();
        return station.AskGolden()
            ? Mode(station)
            : CommandResponse.Failed(CommandErrorCode.Failed, $"Station '{station.Id}' asks for no golden parts: interlock.enabled is off.");
    }

    private async Task<CommandResponse> ClearAsync(JsonElement? arguments)
    {
        if (!StationCommands.TryReadClear(arguments, out StationClearArguments? read, out string? fault))
            return Bad(fault);
        if (_fleet.Find(read.Station) is not { } station)
            return Unknown();
        await station.ClearAsync(read.By, read.Why);
        return Mode(station);
    }

    private CommandResponse Status(JsonElement? arguments, Func<StationReading, StationMessage> describe)
    {
        if (!StationCommands.TryReadStation(arguments, out StationArguments? read, out string? fault))
            return Bad(fault);
        return _fleet.Find(read.Station) is { } station ? CommandResponse.Done(StationCommands.Write(describe(station.Read()))) : Unknown();
    }

    private static CommandResponse Mode(StationHost station)
    {
        StationReading reading = station.Read();
        return CommandResponse.Done(StationCommands.Write(new StationModeResult(station.Id, reading.Mode, reading.Golden?.Asks)));
    }

    private CommandResponse Unknown() => Bad($"station: one of {string.Join(", ", _fleet.All.Select(station => station.Id))} is required.");

    private static CommandResponse Bad(string fault) => CommandResponse.Failed(CommandErrorCode.BadArgument, fault);
}
