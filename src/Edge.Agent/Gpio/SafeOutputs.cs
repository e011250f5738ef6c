using Edge.Agent.Configuration;

namespace Edge.Agent.Gpio;

/// <summary>
/// Puts the outputs of a configuration to their safe level, for a process that could not do it itself (<c>edge-agent safe-outputs</c>). Opening an output does it;
/// when this process ends the kernel lets go of the lines, and most chips hold their last level then.
/// </summary>
public static class SafeOutputs
{
    /// <summary>Makes them safe and reads them back. One that fails does not keep the others from being tried.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="lines">A bank over them.</param>
    /// <param name="tell">Gets a line for each output.</param>
    /// <returns>How many could not be made safe.</returns>
    public static int Make(EdgeSettings settings, LineBank lines, Action<string> tell)
    {
        int failed = 0;
        foreach ((string setting, OutputLineSettings line) in ConfiguredLines.Outputs(settings))
        {
            string level = line.SafeActive ? "active" : "inactive";
            try
            {
                IOutputLine output = lines.OpenOutput(line);
                if (output.ReadBack() == line.SafeActive)
                {
                    tell($"{setting}: line {line.Line} is {level}");
                    continue;
                }

                tell($"{setting}: line {line.Line} was set {level} and reads otherwise: something else drives it, or it is shorted");
            }
            catch (LineException e)
            {
                tell($"{setting}: {e.Message}");
            }

            failed++;
        }

        try
        {
            // Opening it puts it out.
            lines.OpenStatusLight();
        }
        catch (LineException e)
        {
            // A light that stays on harms nobody.
            tell($"gpio.statusLine: {e.Message}");
        }

        return failed;
    }
}
