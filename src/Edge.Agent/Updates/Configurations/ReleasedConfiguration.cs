using Edge.Agent.Configuration;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Configurations;

/// <summary>
/// The settings of a device that takes configurations as releases: a released <c>edge.yaml</c> in place of the local one, but for the sections
/// <c>device</c> and <c>cloud</c>, which stay the local file's: who the device is, and whom it obeys, is no matter of a fleet's common file.
/// Relative paths start from the local file's folder. A released file that is not good is passed over.
/// </summary>
internal sealed class ReleasedConfiguration(string? localPath, IReadOnlyDictionary<string, string> environment, CommandLineOverrides overrides)
{
    /// <summary>Sections that only the local file may have.</summary>
    public static IReadOnlyList<string> LocalSections { get; } = ["device", "cloud"];

    /// <summary>SHA-256 of the release that the last load took; empty where it took the local file.</summary>
    public string InForce { get; private set; } = "";

    /// <summary>Why a released file was passed over at the last load; empty where none was.</summary>
    public string PassedOver { get; private set; } = "";

    /// <summary>Reads the settings that are to be in force.</summary>
    public SettingsResult Load()
    {
        SettingsResult local = SettingsLoader.Load(localPath, environment, overrides);
        InForce = "";
        PassedOver = "";
        if (!local.IsValid)
            return local;
        var folders = new UpdateFolders(local.Settings.Device.DataPath);
        SlotRecord slot = new SlotSet(folders).Read(ReleaseKind.Configuration);
        if (slot.IsFactory)
            return local;
        SettingsResult? released = new ReleaseStore(folders).Find(ReleaseKind.Configuration, slot.Current.Sha256) is { } file ? Read(file, local.Settings) : null;
        if (released is not { IsValid: true })
        {
            PassedOver = $"'{slot.Current.Target}': {released?.Faults[0].ToString() ?? "its file is gone"}";
            return local;
        }

        InForce = slot.Current.Sha256;
        return released;
    }

    /// <summary>What a released file would give, without putting it in force.</summary>
    public SettingsResult Try(string file)
    {
        SettingsResult local = SettingsLoader.Load(localPath, environment, overrides);
        return local.IsValid ? Read(file, local.Settings) : local;
    }

    private SettingsResult Read(string file, EdgeSettings local)
    {
        string folder = localPath is null ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(localPath))!;
        SettingsResult released = SettingsLoader.Load(file, environment, overrides, folder);
        return released.IsValid ? released.With(released.Settings with { Device = local.Device, Cloud = local.Cloud }) : released;
    }
}
