using System.Text;
using Edge.Tool.Alerts;

namespace Edge.Tool.Tests.Alerts;

public sealed class LineReaderTests
{
    [Fact]
    public async Task TryTake_LinesOfAllLengths_AreWhole()
    {
        string[] lines = ["", "a", new('b', 16 * 1024), new('c', 100_000), "d"];
        Assert.Equal(lines, await ReadAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }

    [Fact]
    public async Task TryTake_LineOverTheLimit_IsEmptyAndTheNextIsWhole() =>
        Assert.Equal(["a", "", "b"], await ReadAsync(Encoding.UTF8.GetBytes("a\n" + new string('x', 3 * LineReader.MaximumLength) + "\nb\n")));

    private static async Task<List<string>> ReadAsync(byte[] bytes)
    {
        var reader = new LineReader(new MemoryStream(bytes));
        List<string> lines = [];
        while (await reader.FillAsync(CancellationToken.None))
        {
            while (reader.TryTake(out ReadOnlySpan<byte> line))
                lines.Add(Encoding.UTF8.GetString(line));
        }

        if (reader.TryTakeRest(out ReadOnlySpan<byte> rest))
            lines.Add(Encoding.UTF8.GetString(rest));
        return lines;
    }
}
