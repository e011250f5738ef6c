namespace Edge.Tool.Bench;

/// <summary>What figures depend on: the processor and what it can do for integers.</summary>
/// <param name="Processor">Its name.</param>
/// <param name="Cores">How many this process may use.</param>
/// <param name="Features">Instruction sets that matter to inference, as the kernel names them.</param>
/// <param name="Load">Processes that ran or waited in the last minute, on average; over 0 before a measurement, something else runs.</param>
internal sealed record MachineFacts(string Processor, int Cores, IReadOnlyList<string> Features, double Load)
{
    private static readonly string[] Known = ["avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimd", "asimddp", "i8mm", "sve"];

    /// <summary>This machine, now.</summary>
    public static MachineFacts Read()
    {
        string name = "unknown";
        string[] flags = [];
        foreach (string line in File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").Take(64) : [])
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                continue;
            string value = line[(colon + 1)..].Trim();
            switch (line[..colon].Trim())
            {
                case "model name" or "Model":
                    name = value;
                    break;
                case "flags" or "Features":
                    flags = value.Split(' ');
                    break;
            }
        }

        double load = File.Exists("/proc/loadavg") && double.TryParse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture, out double minute) ? minute : 0;
        return new MachineFacts(name, Environment.ProcessorCount, [.. Known.Intersect(flags)], load);
    }
}
