using System.Globalization;

namespace Edge.Agent.Gpio.Simulated;

/// <summary>
/// What a simulated chip and its clients say to each other over a Unix stream socket: lines of ASCII words, each ended by <c>\n</c>.
/// </summary>
/// <remarks>
/// <code>
/// client                     server                          meaning
/// hello 1 NAME               ok 32                           version and who it is; the number of lines
/// input LINE none|up|down    ok 0|1                          opens an input; its level; its edges follow from now on
/// output LINE 0|1            ok 0|1                          opens an output at that level, or makes an input of the same client one; its level
/// set LINE 0|1               ok 0|1                          drives an open output; the level of the line
/// read LINE                  ok 0|1                          the level of an open line
/// close LINE                 ok                              an output falls to its pull, as a pin that nothing drives does
/// anything else, or refused  error TEXT                      what is wrong and what is allowed; the connection stays
///                            edge LINE 0|1                   at any time between two answers: an open input has a new level
/// </code>
/// One answer a request, in order. Edges carry no time: whoever receives them takes it. Levels are those of the pin, high (1) and low (0);
/// what is active is the settings' business. A line is one client's at a time, as the kernel has it. When a client's connection ends, for whatever reason,
/// its lines are closed: outputs fall to their pull.
/// </remarks>
public static class SimulatedLines
{
    /// <summary>Version of the protocol.</summary>
    public const int Version = 1;

    /// <summary>Most characters of one line of text, its end not counted.</summary>
    public const int MaximumLength = 256;

    internal static string Word(bool level) => level ? "1" : "0";

    internal static bool TryLevel(string word, out bool level)
    {
        level = word == "1";
        return word is "0" or "1";
    }

    internal static bool TryLine(string word, int lines, out int line) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out line) && line < lines;
}
