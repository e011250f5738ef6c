using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

public sealed class RuleEngineAllocationTests
{
    [Fact]
    public void Evaluate_SteadyState_AllocatesNothing()
    {
        var everyDay = new Schedule(TimeZoneInfo.Utc, [new ScheduleWindow([.. Enum.GetValues<DayOfWeek>()], default, default)]);
        Rule[] rules =
        [
            .. Enum.GetValues<RuleKind>().Select(kind => ZoneRule(kind) with
            {
                Line = Upwards,
                Schedule = everyDay,
                CoolDown = TimeSpan.FromSeconds(1),
                MaximumCount = 1,
                ClassIds = [Person, Car],
                LoiterTime = TimeSpan.FromSeconds(1),
            }),
        ];
        var engine = new RuleEngine(rules);
        var events = new List<RuleEvent>(64);
        var tracks = new Track[6];
        TimeSpan now = TimeSpan.Zero;
        int told = 0;

        Play(2000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        told = 0;
        Play(2000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(told > 100, "the scene was meant to be a busy one");
        Assert.Equal(0, allocated);

        void Play(int frames)
        {
            for (int frame = 0; frame < frames; frame++)
            {
                now += Step;
                for (int i = 0; i < tracks.Length; i++)
                {
                    // To and fro over the zone and the line, with a new id for each of them now and then.
                    float x = 500 + (400 * MathF.Sin((frame * 0.05f) + i));
                    long id = 1 + i + (6 * (long)(now.TotalSeconds / 20));
                    tracks[i] = At(x, 400 + (i * 40), id) with
                    {
                        State = frame % 37 == i ? TrackState.Lost : TrackState.Confirmed,
                        LastSeen = now,
                        FirstSeen = now,
                    };
                }

                engine.Evaluate(new Moment(now, DateTimeOffset.UnixEpoch + now), new SizePx(1000, 1000), tracks, frame % 4 != 0, events);
                told += events.Count;
            }
        }
    }
}
