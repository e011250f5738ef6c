using Spectre.Console;

namespace Edge.Tool.Packs;

/// <summary>Tables on standard output: as wide as the terminal; into a file or pipe without colours and wide enough not to be broken up.</summary>
internal static class Wide
{
    private const int FileWidth = 200;

    /// <summary>Prints <paramref name="table"/>.</summary>
    public static void Print(Table table)
    {
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Write(table);
            return;
        }

        IAnsiConsole plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        plain.Profile.Width = FileWidth;
        plain.Write(table);
    }
}
