using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Vision.Inference;

/// <summary>
/// Opens a model in a child process first, with limits on its memory and time: a file that crashes, hangs or bloats the runtime
/// takes the child with it and not the agent. The executable of the child calls <see cref="RunChild"/> with its arguments.
/// </summary>
public static class ModelProbe
{
    private const string Accepted = "accepted ";
    private const string Refused = "refused ";
    private const int MaximumAnswerLength = 4096;

    /// <summary>The child's side: sets its own limits, opens the model on the CPU, says on standard output what came of it.</summary>
    /// <param name="arguments">As <see cref="CheckAsync"/> gives them; a path alone has no limits.</param>
    /// <returns>The process's exit code: 0 accepted, 2 refused, 64 wrong arguments.</returns>
    public static int RunChild(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count == 0 || arguments.Count % 2 == 0)
            return Answer($"{Refused}probe-model needs PATH [--memory-bytes N] [--cpu-seconds N] [--decoder NAME] [--labels FILE]", 64);
        ModelOptions options = new() { Providers = ["cpu"], Threads = 1 };
        for (int i = 1; i < arguments.Count; i += 2)
        {
            string value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--memory-bytes" when long.TryParse(value, CultureInfo.InvariantCulture, out long bytes) && bytes > 0:
                    ProcessLimits.LimitMemory(bytes);
                    break;
                case "--cpu-seconds" when long.TryParse(value, CultureInfo.InvariantCulture, out long seconds) && seconds > 0:
                    ProcessLimits.LimitCpu(seconds);
                    break;
                case "--decoder":
                    options = options with { Decoder = value };
                    break;
                case "--labels":
                    options = options with { LabelsFile = value };
                    break;
                default:
                    return Answer($"{Refused}probe-model: '{arguments[i]} {value}' is not allowed", 64);
            }
        }

        try
        {
            using ModelStages stages = ModelStages.Open(arguments[0], options, NullLogger.Instance);
            return Answer(Accepted + stages.Digest, 0);
        }
        catch (ModelRefusedException e)
        {
            return Answer($"{Refused}{e.Fault} {e.Message.ReplaceLineEndings(" ")}", 2);
        }
    }

    /// <summary>The parent's side: runs the child and waits for it.</summary>
    /// <param name="executable">The program whose arguments lead to <see cref="RunChild"/>.</param>
    /// <param name="arguments">What it needs before the path, for example <c>probe-model</c>.</param>
    /// <param name="path">The model or pack.</param>
    /// <param name="options">Decoder and labels for a bare file.</param>
    /// <param name="memoryLimitBytes">Most memory that opening the model may take beyond what the child takes by itself.</param>
    /// <param name="timeLimit">Most time, the child's start included.</param>
    /// <param name="cancellation">Ends the child and the wait.</param>
    /// <returns><see cref="ModelStages.Digest"/> of what was tried: what is opened afterwards must have the same.</returns>
    /// <exception cref="ModelRefusedException">It was refused, or the child died, hung or could not be started.</exception>
    public static async Task<string> CheckAsync(
        string executable,
        IReadOnlyList<string> arguments,
        string path,
        ModelOptions options,
        long memoryLimitBytes,
        TimeSpan timeLimit,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(options);
        ProcessStartInfo start = new(executable) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string argument in (IEnumerable<string>)[.. arguments, path, .. Limits(options, memoryLimitBytes, timeLimit)])
            start.ArgumentList.Add(argument);

        using Process child = Start(start, path);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeLimit);
        try
        {
            child.StandardInput.Close();
            Task<string> output = ReadAsync(child.StandardOutput, limit.Token);
            Task<string> errors = ReadAsync(child.StandardError, limit.Token);
            await child.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return Judge(path, child.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false), memoryLimitBytes);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ModelRefusedException(ModelFault.Timeout, $"model '{path}' was not open after {timeLimit.TotalSeconds:0.#} s, the time allowed", e);
        }
        finally
        {
            if (!child.HasExited)
                child.Kill(entireProcessTree: true);
        }
    }

    private static IEnumerable<string> Limits(ModelOptions options, long memoryLimitBytes, TimeSpan timeLimit)
    {
        yield return "--memory-bytes";
        yield return memoryLimitBytes.ToString(CultureInfo.InvariantCulture);
        // Should the parent be gone, the child still ends; the parent's own limit comes first.
        yield return "--cpu-seconds";
        yield return ((long)Math.Ceiling(timeLimit.TotalSeconds) + 1).ToString(CultureInfo.InvariantCulture);
        if (options.Decoder.Length > 0)
        {
            yield return "--decoder";
            yield return options.Decoder;
        }

        if (options.LabelsFile.Length > 0)
        {
            yield return "--labels";
            yield return options.LabelsFile;
        }
    }

    private static Process Start(ProcessStartInfo start, string path)
    {
        try
        {
            return Process.Start(start) ?? throw new ModelRefusedException($"model '{path}' can't be tried: '{start.FileName}' did not start");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ModelRefusedException($"model '{path}' can't be tried: '{start.FileName}' does not start: {e.Message}", e);
        }
    }

    private static string Judge(string path, int exitCode, string output, string errors, long memoryLimitBytes)
    {
        string answer = output.Split('\n').LastOrDefault(line => line.StartsWith(Accepted, StringComparison.Ordinal) || line.StartsWith(Refused, StringComparison.Ordinal)) ?? "";
        if (exitCode == 0 && answer.StartsWith(Accepted, StringComparison.Ordinal))
            return answer[Accepted.Length..].Trim();
        if (exitCode is 2 or 64 && answer.StartsWith(Refused, StringComparison.Ordinal))
            throw Refusal(answer[Refused.Length..].Trim());
        string last = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "no message";
        throw new ModelRefusedException(
            ModelFault.Crash,
            $"model '{path}' killed the process that tried it (exit code {exitCode}, {last}); allowed are {memoryLimitBytes} bytes of memory, and no crash");
    }

    /// <summary>The child's answer begins with the fault, in one word.</summary>
    private static ModelRefusedException Refusal(string answer)
    {
        int space = answer.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && Enum.TryParse(answer.AsSpan(0, space), out ModelFault fault)
            ? new ModelRefusedException(fault, answer[(space + 1)..])
            : new ModelRefusedException(answer);
    }

    /// <summary>Reads to the end, keeps the beginning: a child that talks without end must not fill the parent.</summary>
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        StringBuilder text = new();
        char[] buffer = new char[1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (text.Length < MaximumAnswerLength)
                text.Append(buffer, 0, Math.Min(read, MaximumAnswerLength - text.Length));
        }

        return text.ToString();
    }

    private static int Answer(string line, int exitCode)
    {
        Console.Out.WriteLine(line);
        return exitCode;
    }
}
