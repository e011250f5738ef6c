using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Vision.Tracking;

/// <summary>One track's working state: four Kalman axes, votes and counts. Noise is in proportion to the object's size, as in SORT and ByteTrack.</summary>
internal struct TrackedObject
{
    /// <summary>Standard deviation of a detected edge, as a part of the box's side (ByteTrack's 1/20).</summary>
    private const double MeasurementNoise = 0.05;

    /// <summary>Unknown speed of a new object, in its own sizes a second: 3 is a car at 12 m/s, or a person running.</summary>
    private const double StartSpeed = 3;

    /// <summary>White acceleration noise, in square sizes a cubic second; ByteTrack's 1/160 of the height a frame, at 30 frames a second, is 1.05.</summary>
    private const double MotionNoise = 1;

    /// <summary>The same for width and height, which change more slowly than places do.</summary>
    private const double SizeNoise = 0.1;

    /// <summary>Time in which an unseen object's assumed velocity falls to 37 %: people behind a pillar stop, and estimates go stale.</summary>
    private const double CoastSeconds = 0.7;

    /// <summary>How much more noise, at most, a weak detection has.</summary>
    private const double WeakNoise = 2;

    /// <summary>Part of a new score in the steady one.</summary>
    private const float SteadyPart = 0.1f;

    private KalmanAxis _centerX;
    private KalmanAxis _centerY;
    private KalmanAxis _width;
    private KalmanAxis _height;
    private ClassVotes _votes;
    private TimeSpan _stateAt;
    private TimeSpan _strongAt;
    private float _steadyScore;

    public long Id { get; private set; }

    public TrackState State { get; set; }

    public int Hits { get; private set; }

    /// <summary>Detections at or above the high score: what confirmation counts.</summary>
    public int StrongHits { get; private set; }

    public int Misses { get; private set; }

    public float Score { get; private set; }

    public TimeSpan FirstSeen { get; private set; }

    public TimeSpan LastSeen { get; private set; }

    public readonly int ClassId => _votes.ClassId;

    /// <summary>The estimated (or predicted) box, in pixels.</summary>
    public readonly BoxPx Box
    {
        get
        {
            double width = Math.Max(1, _width.Position), height = Math.Max(1, _height.Position);
            return new(
                (float)(_centerX.Position - (width / 2)),
                (float)(_centerY.Position - (height / 2)),
                (float)width,
                (float)height);
        }
    }

    private readonly double Size => Math.Max(4, Math.Max(_width.Position, _height.Position));

    public void Start(long id, in Detection detection, TimeSpan now)
    {
        this = default;
        Id = id;
        State = TrackState.Tentative;
        Hits = StrongHits = 1;
        Score = _steadyScore = detection.Score;
        FirstSeen = LastSeen = _stateAt = _strongAt = now;
        BoxPx box = detection.Box;
        double size = Math.Max(4, Math.Max(box.Width, box.Height));
        _centerX.Start(box.Center.X, MeasurementNoise * size, StartSpeed * size);
        _centerY.Start(box.Center.Y, MeasurementNoise * size, StartSpeed * size);
        _width.Start(box.Width, MeasurementNoise * size, StartSpeed * size / 3);
        _height.Start(box.Height, MeasurementNoise * size, StartSpeed * size / 3);
        _votes.Start(detection.ClassId, detection.Score);
    }

    public void Predict(TimeSpan now)
    {
        double seconds = (now - _stateAt).TotalSeconds;
        _stateAt = now;
        if (seconds <= 0)
            return;
        double size = Size;
        double noise = MotionNoise * size * size, sizeNoise = SizeNoise * size * size;
        if (Misses > 0)
        {
            Damp(Math.Exp(-seconds / CoastSeconds));
            // A size has no inertia: an unseen object does not go on shrinking.
            _width.Damp(0);
            _height.Damp(0);
        }

        _centerX.Predict(seconds, noise);
        _centerY.Predict(seconds, noise);
        _width.Predict(seconds, sizeNoise);
        _height.Predict(seconds, sizeNoise);
    }

    /// <param name="detection">What was found.</param>
    /// <param name="highScore">The score from which a detection is strong.</param>
    /// <param name="now">Monotonic time of the frame.</param>
    public void Match(in Detection detection, float highScore, TimeSpan now)
    {
        BoxPx box = detection.Box;
        double noise = MeasurementNoise * Math.Max(4, Math.Max(box.Width, box.Height));
        // A weak detection is often half an object: it says that the object is there rather than where (after NSA Kalman, GIAOTracker).
        noise *= 1 + (WeakNoise * Math.Max(0, 1 - (detection.Score / highScore)));
        _centerX.Correct(box.Center.X, noise);
        _centerY.Correct(box.Center.Y, noise);
        _width.Correct(box.Width, noise);
        _height.Correct(box.Height, noise);
        _votes.Add(detection.ClassId, detection.Score);
        Score = detection.Score;
        Hits++;
        _steadyScore += SteadyPart * (detection.Score - _steadyScore);
        if (detection.Score >= highScore)
        {
            StrongHits++;
            _strongAt = now;
        }

        Misses = 0;
        LastSeen = now;
    }

    public void Miss() => Misses++;

    /// <summary>A frame in which nothing moved: the object is still where it was, and at rest.</summary>
    public void Hold(TimeSpan now)
    {
        _stateAt = now;
        Damp(0);
        if (State == TrackState.Confirmed)
            LastSeen = now;
    }

    /// <summary>
    /// Whether weak detections may still keep this track: not for ever, or clutter carries it from one object to the next.
    /// One that has always been rather dim stays.
    /// </summary>
    public readonly bool MayLiveOnWeak(TimeSpan now, TimeSpan patience, float dim) =>
        now - _strongAt <= patience || _steadyScore >= dim;

    /// <summary>Squared distance of <paramref name="box"/>'s centre from the predicted one in standard deviations (Mahalanobis, two degrees of freedom).</summary>
    public readonly double SquaredDeviation(in BoxPx box)
    {
        double noise = MeasurementNoise * Math.Max(Size, Math.Max(box.Width, box.Height));
        double x = box.Center.X - _centerX.Position, y = box.Center.Y - _centerY.Position;
        return (x * x / (_centerX.Variance + (noise * noise))) + (y * y / (_centerY.Variance + (noise * noise)));
    }

    public readonly Track ToTrack() => new(Id, ClassId, Score, Box, State, Hits, FirstSeen, LastSeen);

    private void Damp(double factor)
    {
        _centerX.Damp(factor);
        _centerY.Damp(factor);
        _width.Damp(factor);
        _height.Damp(factor);
    }
}
