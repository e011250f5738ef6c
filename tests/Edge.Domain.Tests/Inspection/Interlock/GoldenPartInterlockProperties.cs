using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Interlock;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.Domain.Tests.Inspection.Interlock;

/// <summary>What holds for every sequence of events: parts, answers, time, changes, requests, clearings, power cuts.</summary>
public sealed class GoldenPartInterlockProperties
{
    private const int Sequences = 3000;
    private static readonly Verdict[] _verdicts = [InterlockRun.Pass, InterlockRun.Fail, InterlockRun.NoPart, InterlockRun.Blurred];

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void AnySequence_KeepsThePromises(bool atStart, bool afterProductChange)
    {
        var plan = new GoldenPlan { AtStart = atStart, AfterProductChange = afterProductChange, Every = TimeSpan.FromMinutes(60), EveryParts = 12, PresentWithin = TimeSpan.FromMinutes(20) };
        int ran = 0;
        int tripped = 0;
        Prop.ForAll(Arb.ToArbitrary(Gen.ArrayOf(Gen.Choose(0, 10_000), 60)), steps =>
        {
            var history = new History(new InterlockRun(plan));
            foreach (int step in steps)
                history.Do(step);
            ran += history.Ran;
            tripped += history.Tripped;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Sequences));

        // Or the promises were kept by nothing happening.
        Assert.True(ran > Sequences / 20, $"only {ran} times running");
        Assert.True(tripped > Sequences / 20, $"only {tripped} times tripped");
    }

    /// <summary>Plays events and knows, apart from the interlock, what they allow.</summary>
    private sealed class History(InterlockRun run)
    {
        private readonly Queue<InterlockTicket> _onTheirWay = new();
        private readonly List<GoldenPart> _right = []; // Right answers in a row, since the last thing that asks anew.
        private bool _mustBeCleared;

        public int Ran { get; private set; }

        public int Tripped { get; private set; }

        public void Do(int step)
        {
            InterlockMode before = run.Interlock.Mode;
            int argument = step / 16;
            bool mayStartToRun = false;
            switch (step % 16)
            {
                case 0 or 1 or 2 or 3 or 4 or 5: // What is asked for, or a part of the line.
                    mayStartToRun = Present(run.Interlock.Asks is { } asked ? InterlockRun.Right(asked) : _verdicts[argument % 4]);
                    break;
                case 6:
                    mayStartToRun = Present(_verdicts[argument % 4]);
                    break;
                case 7 when _onTheirWay.Count < 4:
                    _onTheirWay.Enqueue(run.Interlock.Take(run.Now, out _));
                    break;
                case 8 when _onTheirWay.Count > 0:
                    mayStartToRun = Judge(_onTheirWay.Dequeue(), _verdicts[argument % 4]);
                    break;
                case 9:
                    run.Wait(TimeSpan.FromMinutes(argument % 25));
                    run.Interlock.Tick(run.Now);
                    break;
                case 10:
                    run.Change(argument % 2 == 0 ? "board-7" : "board-8", "sha256:" + (argument % 3));
                    break;
                case 11:
                    run.Interlock.Request(run.Now);
                    break;
                case 12 or 13:
                    run.Interlock.Clear("somebody", "something", run.Now);
                    _mustBeCleared = false;
                    break;
                case 14:
                    run.Restart();
                    mayStartToRun = before == InterlockMode.Running;
                    break;
                case 15:
                    run.SetClock(TimeSpan.FromMinutes((argument % 200) - 100));
                    break;
            }

            Check(before, mayStartToRun);
        }

        private bool Present(Verdict verdict) => Judge(run.Interlock.Take(run.Now, out _), verdict);

        private bool Judge(InterlockTicket ticket, Verdict verdict)
        {
            InterlockMode before = run.Interlock.Mode;
            GoldenPart? asked = run.Interlock.Asks;
            InterlockRuling ruling = run.Interlock.Judge(ticket, verdict, run.Now);
            // No part passes but one of the line while running.
            Assert.False(ruling.MayPass && (before != InterlockMode.Running || ticket.Purpose != PartPurpose.Production), $"{ticket} passed in {before}");
            if (ticket.Purpose == PartPurpose.Production || asked is null || run.Interlock.Mode == InterlockMode.Tripped)
                return false;
            bool counted = run.Interlock.Asks != asked;
            if (counted && ReferenceEquals(verdict, InterlockRun.Right(asked.Value)))
                _right.Add(asked.Value);
            return _right is [.., GoldenPart.Good, GoldenPart.Bad, GoldenPart.Blank];
        }

        private void Check(InterlockMode before, bool mayStartToRun)
        {
            InterlockMode after = run.Interlock.Mode;
            if (after == InterlockMode.Running && before != InterlockMode.Running)
            {
                Ran++;
                Assert.True(mayStartToRun, $"running out of {before} after {string.Join(", ", _right)}");
                Assert.False(_mustBeCleared, "running without having been cleared");
                _right.Clear();
            }

            if (before == InterlockMode.Tripped && after != InterlockMode.Tripped)
                Assert.False(_mustBeCleared, "left the trip without having been cleared");
            if (after == InterlockMode.Tripped && before != InterlockMode.Tripped)
            {
                Tripped++;
                _mustBeCleared = true;
            }

            if (after == InterlockMode.Tripped || run.Interlock.Asks == GoldenPart.Good)
                _right.Clear(); // Asked from the beginning.
            Assert.Equal(after == InterlockMode.Tripped, run.Interlock.Snapshot.IsTripped);
        }
    }
}
