using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.Architecture.Tests;

/// <summary>Rules over source files; each gives its faults as <c>path: what</c>.</summary>
internal static partial class SourceRules
{
    public const int LineBudget = 250;
    public const int LineLimit = 400;

    private static readonly string[] BannedFolders = ["common", "util", "utils", "utilities", "helper", "helpers", "manager", "managers", "misc", "shared"];

    /// <summary>The packages with two flavours by their namespaces, and the only folders that may name them.</summary>
    private static readonly ImmutableArray<(string Namespace, string[] Folders)> Packages =
    [
        ("OpenCvSharp", ["src/Edge.Agent/Capture/", "src/Edge.Agent/Evidence/", "src/Edge.Vision/Inference/", "src/Edge.Vision/Images/"]),
        ("Microsoft.ML.OnnxRuntime", ["src/Edge.Vision/Inference/"]),
        ("MQTTnet", ["src/Edge.Agent/Messaging/", "src/Edge.Cloud/Ingest/"]),
        ("System.Device", ["src/Edge.Agent/Gpio/"]),
        ("Iot.Device", ["src/Edge.Agent/Gpio/"]),
        ("UnitsNet", ["src/Edge.Agent/Gpio/"]),
    ];

    /// <summary>Only the named folders touch the five packages, by using or by full name.</summary>
    public static IEnumerable<string> PackageFaults(IEnumerable<SourceFile> files)
    {
        foreach (SourceFile file in files.Where(file => !IsBinding(file)))
        {
            string code = Code(file);
            foreach ((string name, string[] folders) in Packages)
            {
                bool named = Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(name)}(?=\s*[.;])");
                if (named && !folders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
                    yield return $"{file.Path}: {name} belongs in {string.Join(", ", folders)}";
            }
        }
    }

    /// <summary>Folders that say nothing.</summary>
    public static IEnumerable<string> FolderFaults(IEnumerable<SourceFile> files) =>
        files.Where(file => !IsBinding(file))
            .SelectMany(file => file.Path.Split('/')[..^1], (file, folder) => (file, folder))
            .Where(pair => pair.folder.Split('.').Any(part => BannedFolders.Contains(part.ToLowerInvariant())))
            .Select(pair => $"{pair.file.Path}: '{pair.folder}' says nothing about what is in it");

    /// <summary>Namespace = folder: src/Edge.Agent/Health/X.cs is in Edge.Agent.Health.</summary>
    public static IEnumerable<string> NamespaceFaults(IEnumerable<SourceFile> files)
    {
        foreach (SourceFile file in files.Where(file => !IsBinding(file)))
        {
            string expected = string.Join('.', file.Path.Split('/')[1..^1]);
            foreach (Match found in NamespaceLine().Matches(Code(file)))
            {
                if (found.Groups[1].Value != expected)
                    yield return $"{file.Path}: namespace {found.Groups[1].Value} instead of {expected}";
            }
        }
    }

    /// <summary>Global usings of our own namespaces, in code or in build files.</summary>
    public static IEnumerable<string> GlobalUsingFaults(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal) ? GlobalUsing().IsMatch(Code(file)) : UsingItem().IsMatch(file.Text))
            .Select(file => $"{file.Path}: global using of our own namespace");

    public static IEnumerable<string> LengthFaults(IEnumerable<SourceFile> files) =>
        files.Where(file => file.Lines > LineLimit).Select(file => $"{file.Path}: {file.Lines} lines, limit {LineLimit}: look for the seam");

    /// <summary>
    /// Catching everything is for a loop's edge, and says so, on its line or in the block's first line:
    /// <c>catch (Exception e) // loop edge: why</c>.
    /// A filter that names types or a condition (<c>when</c>), and a handler that ends in <c>throw;</c>, are no such catch.
    /// </summary>
    public static IEnumerable<string> CatchFaults(IEnumerable<SourceFile> files)
    {
        foreach (SourceFile file in files.Where(file => !IsBinding(file)))
        {
            string[] lines = file.Text.Split('\n');
            string[] code = Code(file).Split('\n');
            for (int i = 0; i < code.Length; i++)
            {
                if (!CatchAll().IsMatch(code[i]) || LoopEdge().IsMatch(string.Join('\n', lines[i..Math.Min(lines.Length, i + 3)])))
                    continue;
                string rest = string.Join('\n', code[i..Math.Min(code.Length, i + 2)]);
                if (!FilterAfterCatch().IsMatch(rest) && !EndsInThrow(code, i))
                    yield return $"{file.Path}:{i + 1}: catches everything; say '// loop edge: why', or name the exceptions";
            }
        }
    }

    /// <summary>The text with comments and the contents of strings blanked, lines kept.</summary>
    private static string Code(SourceFile file)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
        char[] text = file.Text.ToCharArray();
        IEnumerable<Microsoft.CodeAnalysis.Text.TextSpan> comments = root.DescendantTrivia(descendIntoTrivia: true)
            .Where(t => t.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia)
            .Select(t => t.FullSpan);
        IEnumerable<Microsoft.CodeAnalysis.Text.TextSpan> strings = root.DescendantTokens()
            .Where(t => t.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.CharacterLiteralToken || t.Kind().ToString().Contains("RawStringLiteral", StringComparison.Ordinal))
            .Select(t => t.Span);
        foreach (var span in comments.Concat(strings))
        {
            for (int i = span.Start; i < span.End; i++)
            {
                if (text[i] != '\n')
                    text[i] = ' ';
            }
        }

        return new string(text);
    }

    private static bool IsBinding(SourceFile file) => file.Path.StartsWith("src/Edge.Bindings/", StringComparison.Ordinal);

    /// <summary>The handler's block closes at its own indentation; its last statement is before that.</summary>
    private static bool EndsInThrow(string[] code, int catchLine)
    {
        int indent = code[catchLine].Length - code[catchLine].TrimStart().Length;
        int close = Array.FindIndex(code, catchLine + 1, line => line.StartsWith(new string(' ', indent) + "}", StringComparison.Ordinal));
        return close > catchLine && code[close - 1].Trim() == "throw;";
    }

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bglobal\s+using\s+(static\s+)?(\w+\s*=\s*)?Edge\.")]
    private static partial Regex GlobalUsing();

    [GeneratedRegex("""<Using\s+Include="Edge\.""")]
    private static partial Regex UsingItem();

    [GeneratedRegex(@"\bcatch\s*(\(\s*(System\.)?Exception(\s+\w+)?\s*\)|\{|$|when)")]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"//.*\bloop('s)? edge\b.*\w", RegexOptions.IgnoreCase)]
    private static partial Regex LoopEdge();

    [GeneratedRegex(@"\bcatch\s*(\([^)]*\))?\s*when\b")]
    private static partial Regex FilterAfterCatch();
}
