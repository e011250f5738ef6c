using System.Globalization;

namespace Edge.Agent.Configuration.Checking;

/// <summary>Whether the steps of the thermal policy go up in temperature and down in rate.</summary>
internal sealed class ThermalChecks(FaultList faults)
{
    public void Check(ThermalSettings thermal, string path)
    {
        for (int i = 1; i < thermal.Steps.Count; i++)
        {
            (ThermalStepSettings before, ThermalStepSettings step) = (thermal.Steps[i - 1], thermal.Steps[i]);
            string at = $"{path}.steps[{i}]";
            if (step.At <= before.At)
                faults.Add(SettingsFaultKind.Contradiction, at + ".at", $"{Text(step.At)} °C is not above the {Text(before.At)} °C of the step before", $"more than {Text(before.At)}");
            if (step.Rate >= before.Rate)
                faults.Add(SettingsFaultKind.Contradiction, at + ".rate", $"{Text(step.Rate)} is not below the {Text(before.Rate)} of the step before", $"less than {Text(before.Rate)}");
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
