using System.Globalization;

namespace Edge.Tool.Fleet.Demo;

/// <summary>Prints what happens with its time since the start; keeps it for the file beside the pictures.</summary>
internal sealed class DemoTimeline(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly List<string> _lines = [];

    /// <summary>A chapter.</summary>
    public void Chapter(string title)
    {
        _lines.Add("");
        _lines.Add(title);
        Console.WriteLine($"\n{title}");
    }

    /// <summary>Something that was done or has happened.</summary>
    /// <param name="who">The operator, the cloud, or a device.</param>
    /// <param name="what">What.</param>
    /// <param name="isBad">Whether it is what went wrong.</param>
    public void Tell(string who, string what, bool isBad = false)
    {
        TimeSpan at = time.GetElapsedTime(_start);
        string line = string.Create(CultureInfo.InvariantCulture, $"{(int)at.TotalMinutes,3}:{at.Seconds:00}  {who,-10} {what}");
        _lines.Add(line);
        Console.WriteLine(isBad && !Console.IsOutputRedirected ? $"\e[31m{line}\e[0m" : line);
    }

    /// <summary>Writes all of it to a file.</summary>
    public void Save(string path) => File.WriteAllLines(path, _lines);
}
