namespace Edge.Tool.Bench;

/// <summary>
/// Measures several subjects in turns: all are open, one runs at a time, and each round goes through them once, forwards and backwards by turns,
/// so that a machine that grows warm or busy treats them alike. Figures are compared within rounds.
/// </summary>
internal sealed class PairedBench(int rounds, TimeSpan roundTime, TimeProvider time)
{
    // Idle threads of the runtime spin for a few milliseconds after a run; the next subject should not pay for that.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);
    private const int MaximumRuns = 10_000;

    /// <summary>Runs it.</summary>
    /// <param name="subjects">At least one; the first is what the others are compared with.</param>
    /// <param name="step">Told after each turn: how many of all are done.</param>
    /// <param name="cancellationToken">Ends the children.</param>
    /// <exception cref="BenchException">A subject can't be measured for another reason than its provider.</exception>
    public async Task<IReadOnlyList<BenchResult>> RunAsync(IReadOnlyList<BenchSubject> subjects, Action<int, int> step, CancellationToken cancellationToken)
    {
        List<BenchProcess> open = [];
        Dictionary<BenchSubject, string> skipped = [];
        try
        {
            foreach (BenchSubject subject in subjects)
            {
                try
                {
                    open.Add(await BenchProcess.StartAsync(subject, cancellationToken));
                }
                catch (BenchException e) when (subject.Provider != "cpu")
                {
                    // Another provider may be missing here; a model that fails on the CPU is at fault itself.
                    skipped[subject] = e.Message;
                }
            }

            if (open.Count == 0)
                throw new BenchException($"nothing can be measured: {string.Join("; ", skipped.Values)}");
            Dictionary<BenchSubject, List<BenchRound>> measured = await MeasureAsync(open, step, cancellationToken);
            return [.. subjects.Select(subject => Result(subject, skipped, open, measured))];
        }
        finally
        {
            foreach (BenchProcess process in open)
                process.Dispose();
        }
    }

    private async Task<Dictionary<BenchSubject, List<BenchRound>>> MeasureAsync(List<BenchProcess> open, Action<int, int> step, CancellationToken cancellationToken)
    {
        Dictionary<BenchSubject, List<BenchRound>> measured = open.ToDictionary(process => process.Subject, _ => new List<BenchRound>());
        int done = 0;
        for (int round = 0; round < rounds; round++)
        {
            foreach (BenchProcess process in round % 2 == 0 ? open : Enumerable.Reverse(open))
            {
                await Task.Delay(Rest, time, cancellationToken);
                measured[process.Subject].Add(await process.RunAsync(RunsOf(process.Ready), cancellationToken));
                step(++done, rounds * open.Count);
            }
        }

        return measured;
    }

    // End to end, whole passes over the pictures: another mix of pictures would be another measurement.
    private int RunsOf(BenchReady ready)
    {
        int runs = (int)Math.Clamp(roundTime.TotalMicroseconds / Math.Max(ready.MicrosecondsEach, 1), 1, MaximumRuns);
        return ready.Images == 0 ? runs : Math.Clamp((runs + ready.Images - 1) / ready.Images, 1, Math.Max(MaximumRuns / ready.Images, 1)) * ready.Images;
    }

    private static BenchResult Result(
        BenchSubject subject, Dictionary<BenchSubject, string> skipped, List<BenchProcess> open, Dictionary<BenchSubject, List<BenchRound>> measured)
    {
        if (skipped.TryGetValue(subject, out string? why))
            return new BenchResult(subject, why, null, [], null);
        BenchProcess process = open.First(other => other.Subject == subject);
        List<BenchRound> own = measured[subject], first = measured[open[0].Subject];
        return new BenchResult(subject, null, process.Ready, own, ReferenceEquals(own, first) ? null : Ratio(first, own, isEndToEnd: subject.ImagesPath is not null));
    }

    private static BenchRatio Ratio(List<BenchRound> first, List<BenchRound> own, bool isEndToEnd)
    {
        double[] ratios = [.. first.Zip(own, (one, other) => isEndToEnd
            ? BenchResult.Rate(other) / BenchResult.Rate(one)
            : BenchStatistics.Median(one.Microseconds) / BenchStatistics.Median(other.Microseconds)).Order()];
        return new BenchRatio(BenchStatistics.Percentile(ratios, 50), BenchStatistics.Percentile(ratios, 10), BenchStatistics.Percentile(ratios, 90));
    }
}
