using System.Diagnostics;

namespace Edge.Tool.Packs;

/// <summary>How this very program is started again, as a child.</summary>
internal static class SelfProcess
{
    /// <summary>The executable.</summary>
    public static string Executable => Environment.ProcessPath!;

    /// <summary>Arguments that lead to <paramref name="command"/>: started as 'dotnet edgectl.dll', the process is dotnet, which must be told what to run.</summary>
    public static string[] Arguments(params string[] command) =>
        Path.GetFileNameWithoutExtension(Executable) == "dotnet"
            ? [typeof(SelfProcess).Assembly.Location, .. command]
            : command;

    /// <summary>Ready to start, all streams redirected.</summary>
    public static ProcessStartInfo Start(params string[] command) => new(Executable, Arguments(command))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };
}
