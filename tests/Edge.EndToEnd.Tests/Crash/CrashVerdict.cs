namespace Edge.EndToEnd.Tests.Crash;

/// <summary>How a run came out.</summary>
/// <param name="Lost">Events that never arrived.</param>
/// <param name="Twice">Events that arrived under more than one id.</param>
/// <param name="Disordered">Events whose first arrival came before that of an earlier one of their camera.</param>
/// <param name="Strange">Alerts that tell no event of the script.</param>
/// <param name="Received">Messages received, duplicates included.</param>
/// <param name="Distinct">Different ids among them.</param>
internal sealed record CrashVerdict(int Lost, int Twice, int Disordered, int Strange, int Received, int Distinct)
{
    public bool Holds => Lost == 0 && Twice == 0 && Disordered == 0 && Strange == 0;
}
