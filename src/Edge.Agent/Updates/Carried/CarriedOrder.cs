using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Carried;

/// <summary>What somebody at the device asks of the running agent: releases from a folder that was carried there. Names only; the agent checks all the rest.</summary>
/// <param name="Id">Tells this order from others; it is the update's rollout.</param>
/// <param name="Folder">Has <c>metadata</c> and <c>targets</c>.</param>
/// <param name="RootFile">The first root metadata, for a device that trusts none yet; empty for none.</param>
/// <param name="Targets">Path of the wanted target by kind.</param>
internal sealed record CarriedOrder(string Id, string Folder, string RootFile, IReadOnlyDictionary<ReleaseKind, string> Targets);
