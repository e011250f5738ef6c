using System.Text;
using Edge.Tool.Stations;

namespace Edge.Tool.Tests.Stations;

public class StationPrintCommandTests
{
    [Fact]
    public async Task StationPrint_VerdictsAndOtherLines_OneLineEachAndTheRestCounted()
    {
        string approved = (await File.ReadAllTextAsync(Path.Combine(Repository(), "tests", "Edge.Contracts.Tests", "Messages", "Approved", "verdict.json"))).ReplaceLineEndings(" ");
        using var input = new MemoryStream(Encoding.UTF8.GetBytes($"{approved}\nnot JSON\n{{\"type\":\"edge.alert.v1\"}}\n{approved}"));
        var output = new StringWriter();
        var errors = new StringWriter();
        int status = await StationPrintCommand.PrintAsync(input, new VerdictText(TimeZoneInfo.Utc, isColoured: false), output, errors, CancellationToken.None);
        Assert.Equal(0, status);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Matches(@"part \d+ .*(PASS|FAIL|CANNOT JUDGE).* ms  receipt \d+", lines[0]);
        Assert.Contains("2 lines were no verdicts", errors.ToString(), StringComparison.Ordinal);
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
