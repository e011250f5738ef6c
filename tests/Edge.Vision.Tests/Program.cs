using Edge.Vision.Inference;

namespace Edge.Vision.Tests;

/// <summary>The child process of <see cref="ModelProbe"/> in tests; the test runner doesn't come this way.</summary>
internal static class Program
{
    private static int Main(string[] arguments) =>
        arguments is ["probe-model", .. string[] rest] ? ModelProbe.RunChild(rest) : 64;
}
