namespace Edge.Architecture.Tests;

/// <summary>One C# file.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Text">All of it.</param>
public sealed record SourceFile(string Path, string Text)
{
    public int Lines { get; } = Text.AsSpan().TrimEnd('\n').Count('\n') + 1;
}
