using Edge.Tool.Teaching;

namespace Edge.Tool.Tests.Teaching;

public sealed class PrincipalAxesTests
{
    [Fact]
    public void Of_FeaturesMixedFromIndependentOnes_FindsThemAgain()
    {
        // Spreads 9, 4, 1 and 0.25 along axes that were turned; the features are uncorrelated along those found.
        const int Features = 4, Patches = 4000;
        Random random = new(3);
        double[] spreads = [9, 4, 1, 0.25];
        float[] planes = new float[Features * Patches];
        double[,] turn = { { 0.5, 0.5, 0.5, 0.5 }, { 0.5, -0.5, 0.5, -0.5 }, { 0.5, 0.5, -0.5, -0.5 }, { 0.5, -0.5, -0.5, 0.5 } };
        for (int patch = 0; patch < Patches; patch++)
        {
            for (int source = 0; source < Features; source++)
            {
                double value = spreads[source] * (random.NextDouble() - 0.5) * Math.Sqrt(12);
                for (int feature = 0; feature < Features; feature++)
                    planes[(feature * Patches) + patch] += (float)(value * turn[source, feature]);
            }
        }

        for (int i = 0; i < planes.Length; i++)
            planes[i] += 100 * (i / Patches);
        FeatureMoments moments = new(Features);
        moments.Add(planes, step: 1);

        PrincipalAxes axes = PrincipalAxes.Of(moments);

        for (int axis = 0; axis < Features; axis++)
        {
            Assert.InRange(Math.Sqrt(axes.Variances[axis]) / spreads[axis], 0.9, 1.1);
            Assert.InRange(Math.Abs(Enumerable.Range(0, Features).Sum(feature => axes.Axes[axis][feature] * turn[axis, feature])), 0.98, 1.001);
            Assert.InRange(axes.Mean[axis], (100 * axis) - 1, (100 * axis) + 1);
        }
    }
}
