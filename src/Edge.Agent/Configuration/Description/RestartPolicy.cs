namespace Edge.Agent.Configuration.Description;

/// <summary>Keeps apart what a reload may change and what needs a restart, as the tables say.</summary>
internal static class RestartPolicy
{
    /// <summary>What may come into force now: <paramref name="written"/> with the values of <paramref name="running"/> where a restart is needed.</summary>
    /// <param name="running">Settings in force.</param>
    /// <param name="written">Settings as read.</param>
    /// <param name="afterRestart">Gets the paths of the changes held back.</param>
    public static EdgeSettings Apply(EdgeSettings running, EdgeSettings written, List<string> afterRestart) => Hold(EdgeTable.Root, running, written, "", afterRestart) with
    {
        Device = Hold(EdgeTable.Device, running.Device, written.Device, "device", afterRestart),
        Mqtt = Hold(MqttTable.Mqtt, running.Mqtt, written.Mqtt, "mqtt", afterRestart),
        Model = Hold(ModelTable.Model, running.Model, written.Model, "model", afterRestart),
        Outbox = Hold(EdgeTable.Outbox, running.Outbox, written.Outbox, "outbox", afterRestart),
        Evidence = Hold(EdgeTable.Evidence, running.Evidence, written.Evidence, "evidence", afterRestart),
        Health = Hold(EdgeTable.Health, running.Health, written.Health, "health", afterRestart),
        Cloud = Hold(FleetTable.Cloud, running.Cloud, written.Cloud, "cloud", afterRestart),
        Updates = Hold(FleetTable.Updates, running.Updates, written.Updates, "updates", afterRestart),
        Gpio = Hold(GpioTable.Gpio, running.Gpio, written.Gpio, "gpio", afterRestart),
    };

    private static T Hold<T>(ObjectType<T> section, T running, T written, string path, List<string> afterRestart)
        where T : class
    {
        T held = written;
        foreach (SettingField<T> field in section.Differences(running, written).Where(f => f.Is(FieldTraits.Restart)))
        {
            held = field.Copy(running, held);
            afterRestart.Add(path.Length == 0 ? field.Name : $"{path}.{field.Name}");
        }

        return held;
    }
}
