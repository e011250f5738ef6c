using Edge.Agent.Configuration;

namespace Edge.Agent.Tests.Configuration;

public class SettingsFuzzTests
{
    private static readonly string[] Splinters =
        ["[", "]", "{", "}", ":", "- ", "\n", "\t", "&a ", "*a", "!!x ", "\"", "'", "|", ">", "#", "%", "---\n", "<<: ", "null", "-1", "1e999", "NaN", "${env:", "${file:}", "\0", "\uFFFF", "?", ",", "~", "9999999999999999999999", "0x10", "  "];

    [Fact]
    public void Load_TwoThousandMutations_GivesSettingsOrFaultsAndNeverThrows()
    {
        var random = new Random(20261122);
        using var file = new ConfigFile();
        int good = 0;
        for (int i = 0; i < 2000; i++)
        {
            string text = Mutate(ConfigFile.Valid, random);
            File.WriteAllText(file.Path, text);
            SettingsResult result = file.Load();
            Assert.True(result.Settings is not null ^ result.Faults.Count > 0, text);
            Assert.All(result.Faults, f => Assert.True(f.Problem.Length > 0 && f.ToString().IndexOfAny(['\n', '\r']) < 0));
            good += result.IsValid ? 1 : 0;
        }

        // Both outcomes were met, or the mutations would prove nothing.
        Assert.InRange(good, 20, 1980);
    }

    private static string Mutate(string text, Random random)
    {
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(text.Length), length = random.Next(Math.Min(20, text.Length - at));
            text = random.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Splinters[random.Next(Splinters.Length)]),
                2 => text.Insert(random.Next(text.Length), text.Substring(at, length)),
                _ => text.Remove(at, 1).Insert(at, ((char)random.Next(1, 256)).ToString()),
            };
        }

        return text;
    }
}
