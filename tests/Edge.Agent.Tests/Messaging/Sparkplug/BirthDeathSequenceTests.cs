using Edge.Agent.Messaging.Sparkplug;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

public sealed class BirthDeathSequenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-sparkplug-").FullName;

    [Fact]
    public void Next_OverRestarts_GoesOnAndWraps()
    {
        var told = new List<int>();
        for (int restart = 0; restart < 130; restart++)
        {
            var sequence = new BirthDeathSequence(_folder);
            told.Add(sequence.Next(out string? fault));
            Assert.Null(fault);
            told.Add(sequence.Next(out _));
        }

        Assert.Equal(Enumerable.Range(0, 260).Select(number => number % 256), told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("300")]
    [InlineData("-1")]
    [InlineData("x")]
    public void Next_FileOfNoUse_BeginsAnew(string content)
    {
        File.WriteAllText(Path.Combine(_folder, "sparkplug-bdseq"), content);
        Assert.Equal(0, new BirthDeathSequence(_folder).Next(out _));
    }

    [Fact]
    public void Next_CannotBeWritten_CountsAllTheSameAndSaysWhy()
    {
        var sequence = new BirthDeathSequence(Path.Combine(_folder, "not-there"));
        Assert.Equal(0, sequence.Next(out string? fault));
        Assert.Contains("not-there", fault, StringComparison.Ordinal);
        Assert.Equal(1, sequence.Next(out _));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
