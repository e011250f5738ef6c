using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;
using Edge.Vision.Tracking;

namespace Edge.Vision.Tests.Tracking;

public sealed class MultiObjectTrackerTests
{
    private const int Person = 0;
    private const int Car = 1;
    private const int Truck = 2;

    private static readonly TrackerOptions Options = new() { Groups = ClassGroups.FromLabels(["person", "car", "truck"]) };

    private readonly MultiObjectTracker _tracker = new(Options);
    private readonly List<Track> _tracks = [];
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void Update_ThreeHits_ConfirmsOnce()
    {
        Assert.Equal(TrackState.Tentative, Assert.Single(Play(At(100, 100))).State);
        Assert.Equal(TrackState.Tentative, Assert.Single(Play(At(101, 100))).State);
        Track track = Assert.Single(Play(At(102, 100)));
        Assert.Equal((TrackState.Confirmed, 3, 1), (track.State, track.Hits, _tracker.ConfirmedTotal));
        Play(At(103, 100));
        Assert.Equal(1, _tracker.ConfirmedTotal);
    }

    [Fact]
    public void Update_OneFrameOfNoise_NeverConfirmed()
    {
        for (int i = 0; i < 30; i++)
        {
            Play(At(100 + (i % 3 * 300), 100));
            Play();
            Play();
        }

        Assert.Equal(0, _tracker.ConfirmedTotal);
    }

    [Fact]
    public void Update_WeakDetections_KeepATrackAndNeverStartOne()
    {
        Assert.Empty(Play(At(100, 100, score: 0.3f)));
        Confirm(100, 100);
        for (int i = 0; i < 10; i++)
            Assert.Equal(TrackState.Confirmed, Assert.Single(Play(At(100, 100, score: 0.2f))).State);
        Assert.Equal(TrackState.Lost, Assert.Single(Play(At(100, 100, score: 0.05f))).State);
    }

    [Fact]
    public void Update_OnlyClutterForLong_TrackIsGivenUp()
    {
        Confirm(100, 100);
        for (int i = 0; i < 80; i++)
            Play(At(100, 100, score: 0.11f));
        Assert.Empty(_tracks);
    }

    [Fact]
    public void Update_ReappearsNearbyWithinKeepLost_KeepsItsId()
    {
        long id = Confirm(100, 100);
        for (int i = 0; i < 15; i++)
            Assert.Equal(TrackState.Lost, Assert.Single(Play()).State);
        Track again = Assert.Single(Play(At(135, 105)));
        Assert.Equal((id, TrackState.Confirmed), (again.Id, again.State));
    }

    [Fact]
    public void Update_UnseenLongerThanKeepLost_IsForgotten()
    {
        long id = Confirm(100, 100);
        for (int i = 0; i < 21; i++)
            Play();
        Assert.Empty(_tracks);
        Assert.NotEqual(id, Confirm(100, 100));
    }

    [Fact]
    public void Update_HiddenWhileWalking_FoundWhereItMustBe()
    {
        long id = 0;
        for (int i = 0; i < 20; i++)
            id = Assert.Single(Play(At(100 + (i * 8), 100))).Id;
        for (int i = 0; i < 5; i++)
            Play();
        Assert.Equal(id, Assert.Single(Play(At(100 + (25 * 8), 100))).Id);
    }

    [Fact]
    public void Update_FastAtFewFrames_KeepsItsId()
    {
        // A car that moves 90 % of its length from frame to frame: its boxes hardly touch.
        long id = 0;
        for (int i = 0; i < 12; i++)
        {
            Track track = Assert.Single(Play(new Detection(Car, 0.8f, new BoxPx(20 + (i * 90), 200, 100, 60))));
            Assert.True(id == 0 || id == track.Id);
            id = track.Id;
        }
    }

    [Fact]
    public void Update_TwoPeoplePassEachOther_IdsStay()
    {
        for (int i = 0; i <= 40; i++)
            Play(At(100 + (i * 10), 100), At(500 - (i * 10), 130));
        Assert.Equal(2, _tracker.ConfirmedTotal);
        Assert.True(_tracks.Single(t => t.Id == 1).Box.X > 400);
        Assert.True(_tracks.Single(t => t.Id == 2).Box.X < 200);
    }

    [Fact]
    public void Update_PersonOnTheSpotOfACar_IsAnotherTrack()
    {
        Confirm(100, 100, Car);
        Play(At(100, 100, classId: Person));
        Assert.Equal(2, _tracks.Count);
    }

    [Fact]
    public void Update_CarCalledTruckNowAndThen_StaysACarWithItsId()
    {
        long id = Confirm(100, 100, Car);
        for (int i = 0; i < 20; i++)
        {
            Track track = Assert.Single(Play(At(100 + i, 100, classId: i % 3 == 0 ? Truck : Car)));
            Assert.Equal((id, Car), (track.Id, track.ClassId));
        }

        for (int i = 0; i < 40; i++)
            Play(At(120, 100, classId: Truck));
        Assert.Equal(Truck, Assert.Single(_tracks).ClassId);
    }

    [Fact]
    public void Update_OneObjectUnderTwoNames_OneTrack()
    {
        for (int i = 0; i < 10; i++)
            Play(At(100, 100, classId: Car, score: 0.7f), At(102, 101, classId: Truck, score: 0.6f));
        Assert.Equal(Car, Assert.Single(_tracks).ClassId);
    }

    [Fact]
    public void Hold_StillScene_ConfirmedStaysSeenWhereItIs()
    {
        for (int i = 0; i < 10; i++)
            Play(At(100 + (i * 5), 100));
        BoxPx box = Assert.Single(_tracks).Box;
        for (int i = 0; i < 100; i++)
        {
            _now += TimeSpan.FromMilliseconds(100);
            _tracker.Hold(_now, _tracks);
        }

        Track held = Assert.Single(_tracks);
        Assert.Equal((box, TrackState.Confirmed, _now), (held.Box, held.State, held.LastSeen));
        Assert.Equal(held.Id, Assert.Single(Play(At(146, 100))).Id);
    }

    [Fact]
    public void Hold_LostTrack_AgesOut()
    {
        Confirm(100, 100);
        Play();
        for (int i = 0; i < 25; i++)
            _tracker.Hold(_now += TimeSpan.FromMilliseconds(100), _tracks);
        Assert.Empty(_tracks);
    }

    [Theory]
    [InlineData(0f, 0.1f)]
    [InlineData(0.5f, 0.6f)]
    [InlineData(float.NaN, 0.1f)]
    public void Options_ScoresOutOfRange_Refused(float high, float low) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MultiObjectTracker(new TrackerOptions { HighScore = high, LowScore = low }));

    [Fact]
    public void Update_BrokenDetections_Harmless()
    {
        Confirm(100, 100);
        for (int i = 0; i < 10; i++)
        {
            Play(
                At(100, 100),
                new Detection(Person, float.NaN, new BoxPx(1, 1, 5, 5)),
                new Detection(Person, 0.9f, new BoxPx(300, 300, 0, 0)));
        }

        Track track = Assert.Single(_tracks, t => t.Box.X < 200);
        Assert.Equal((100f, TrackState.Confirmed), (MathF.Round(track.Box.X), track.State));
    }

    [Fact]
    public void Update_SteadyState_AllocatesNothing()
    {
        var detections = new Detection[40];
        Run(300);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(300);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(_tracker.ConfirmedTotal > 40, "tracks were meant to come and go");

        void Run(int frames)
        {
            for (int frame = 0; frame < frames; frame++)
            {
                for (int i = 0; i < detections.Length; i++)
                {
                    int shown = (frame / 60 % 2 * 700) + (frame % 60);
                    detections[i] = At(shown + (i % 8 * 120), i / 8 * 160, score: 0.2f + (0.15f * (i % 5)));
                }

                _tracker.Update(detections, _now += TimeSpan.FromMilliseconds(100), _tracks);
                if (frame % 10 == 0)
                    _tracker.Hold(_now, _tracks);
            }
        }
    }

    private static Detection At(float x, float y, int classId = Person, float score = 0.8f) => new(classId, score, new BoxPx(x, y, 50, 120));

    private long Confirm(float x, float y, int classId = Person)
    {
        for (int i = 0; i < 3; i++)
            Play(At(x, y, classId));
        return _tracks.Single(t => t.State == TrackState.Confirmed).Id;
    }

    private List<Track> Play(params Detection[] detections)
    {
        _now += TimeSpan.FromMilliseconds(100);
        _tracker.Update(detections, _now, _tracks);
        return _tracks;
    }
}
