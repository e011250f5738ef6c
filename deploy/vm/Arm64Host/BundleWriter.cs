using System.Text;

namespace Edge.VmTest.Arm64Host;

/// <summary>Appends the files of a single-file program to its host: bundle format 6, nothing compressed.</summary>
internal sealed class BundleWriter(Stream output)
{
    private const int PageBytes = 4096;

    private readonly List<Entry> _entries = [];

    private enum Kind : byte
    {
        Assembly = 1,
        Dependencies = 3,
        Configuration = 4,
    }

    public void AddAssembly(string name, byte[] content) => Add(name, content, Kind.Assembly, PageBytes);

    public void AddDependencies(string name, byte[] content) => Add(name, content, Kind.Dependencies, 16);

    public void AddConfiguration(string name, byte[] content) => Add(name, content, Kind.Configuration, 16);

    /// <summary>Writes the header after the files and gives its place.</summary>
    public long Finish()
    {
        Entry dependencies = _entries.Single(entry => entry.Kind == Kind.Dependencies);
        Entry configuration = _entries.Single(entry => entry.Kind == Kind.Configuration);
        long header = output.Position;
        using var writer = new BinaryWriter(output, Encoding.UTF8, leaveOpen: true);
        writer.Write(6u);
        writer.Write(0u);
        writer.Write(_entries.Count);
        writer.Write("edge-agent-1");
        writer.Write(dependencies.Place);
        writer.Write(dependencies.Length);
        writer.Write(configuration.Place);
        writer.Write(configuration.Length);
        writer.Write(0ul);
        foreach (Entry entry in _entries)
        {
            writer.Write(entry.Place);
            writer.Write(entry.Length);
            writer.Write(0L);
            writer.Write((byte)entry.Kind);
            writer.Write(entry.Name);
        }
        return header;
    }

    private void Add(string name, byte[] content, Kind kind, int alignment)
    {
        long place = (output.Position + alignment - 1) / alignment * alignment;
        output.Write(new byte[place - output.Position]);
        output.Write(content);
        _entries.Add(new Entry(name, kind, place, content.Length));
    }

    private readonly record struct Entry(string Name, Kind Kind, long Place, long Length);
}
