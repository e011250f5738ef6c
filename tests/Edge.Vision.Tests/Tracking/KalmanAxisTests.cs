using Edge.Vision.Tracking;

namespace Edge.Vision.Tests.Tracking;

public sealed class KalmanAxisTests
{
    [Theory]
    [InlineData(0.04)]
    [InlineData(0.5)]
    public void Axis_ConstantVelocity_IsLearnedAtAnyRate(double step)
    {
        var axis = default(KalmanAxis);
        axis.Start(100, noise: 1, speed: 100);
        for (int i = 1; i <= 40; i++)
        {
            axis.Predict(step, accelerationNoise: 10);
            axis.Correct(100 + (30 * step * i), noise: 1);
        }

        Assert.InRange(axis.Velocity, 28, 32);
        axis.Predict(1, accelerationNoise: 10);
        Assert.InRange(axis.Position, 100 + (30 * ((step * 40) + 1)) - 3, 100 + (30 * ((step * 40) + 1)) + 3);
    }

    [Fact]
    public void Axis_OneStepOrManySmallOnes_AreTheSamePrediction()
    {
        // What makes dropped frames harmless: the noise is integrated over time, not counted in frames.
        KalmanAxis once = Started(), often = Started();
        once.Predict(1, accelerationNoise: 50);
        for (int i = 0; i < 100; i++)
            often.Predict(0.01, accelerationNoise: 50);
        Assert.Equal(once.Position, often.Position, 1e-6);
        Assert.Equal(once.Variance, often.Variance, 1e-6);

        static KalmanAxis Started()
        {
            var axis = default(KalmanAxis);
            axis.Start(10, noise: 2, speed: 20);
            axis.Predict(0.1, 50);
            axis.Correct(12, 2);
            return axis;
        }
    }

    [Fact]
    public void Axis_Unseen_GrowsUnsure()
    {
        var axis = default(KalmanAxis);
        axis.Start(10, noise: 2, speed: 20);
        double before = axis.Variance;
        axis.Predict(1, accelerationNoise: 50);
        Assert.True(axis.Variance > before);
        double unseen = axis.Variance;
        axis.Correct(12, noise: 2);
        Assert.True(axis.Variance < unseen && axis.Variance < 4);
    }
}
