namespace Edge.Vision.Tracking;

/// <summary>
/// Constant-velocity Kalman filter over one number (a box's centre x, centre y, width or height).
/// SORT's eight-state filter (arXiv 1602.00763) has no term that joins its axes, so four of these are that filter, exactly, without matrices.
/// The process noise is white acceleration, integrated over the real time step, so that frame rates and gaps of any size are right.
/// </summary>
internal struct KalmanAxis
{
    private double _varPosition;
    private double _covariance;
    private double _varVelocity;

    /// <summary>In pixels.</summary>
    public double Position { get; private set; }

    /// <summary>In pixels a second.</summary>
    public double Velocity { get; private set; }

    /// <summary>Variance of the position, in square pixels.</summary>
    public readonly double Variance => _varPosition;

    /// <summary>Starts at a first measurement, at rest.</summary>
    /// <param name="measured">In pixels.</param>
    /// <param name="noise">Standard deviation of the measurement, in pixels.</param>
    /// <param name="speed">Standard deviation of the unknown velocity, in pixels a second.</param>
    public void Start(double measured, double noise, double speed)
    {
        Position = measured;
        Velocity = 0;
        _varPosition = noise * noise;
        _covariance = 0;
        _varVelocity = speed * speed;
    }

    /// <summary>Moves on by <paramref name="seconds"/>; acceleration noise in square pixels a cubic second.</summary>
    public void Predict(double seconds, double accelerationNoise)
    {
        Position += Velocity * seconds;
        _varPosition += (seconds * ((2 * _covariance) + (seconds * _varVelocity)))
            + (accelerationNoise * seconds * seconds * seconds / 3);
        _covariance += (seconds * _varVelocity) + (accelerationNoise * seconds * seconds / 2);
        _varVelocity += accelerationNoise * seconds;
    }

    /// <summary>Takes a measurement with standard deviation <paramref name="noise"/> (both in pixels).</summary>
    public void Correct(double measured, double noise)
    {
        double innovation = measured - Position;
        double total = _varPosition + (noise * noise);
        double gainPosition = _varPosition / total;
        double gainVelocity = _covariance / total;
        Position += gainPosition * innovation;
        Velocity += gainVelocity * innovation;
        _varVelocity -= gainVelocity * _covariance;
        _covariance -= gainPosition * _covariance;
        _varPosition -= gainPosition * _varPosition;
    }

    /// <summary>Scales the velocity by <paramref name="factor"/>, 0 (stands still) to 1.</summary>
    public void Damp(double factor) => Velocity *= factor;
}
