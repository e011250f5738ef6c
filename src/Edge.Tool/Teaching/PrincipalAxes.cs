namespace Edge.Tool.Teaching;

/// <summary>
/// The directions in which features vary most: eigenvectors of their covariance, found by Jacobi's rotations, which is exact and quick
/// enough for the few hundred features of a backbone.
/// </summary>
internal sealed class PrincipalAxes
{
    private const int MostSweeps = 60;

    private PrincipalAxes(float[] mean, float[][] axes, double[] variances)
    {
        Mean = mean;
        Axes = axes;
        Variances = variances;
    }

    /// <summary>Mean of each feature.</summary>
    public float[] Mean { get; }

    /// <summary>Unit vectors, the direction of the largest variance first.</summary>
    public float[][] Axes { get; }

    /// <summary>Variance along each of them.</summary>
    public double[] Variances { get; }

    /// <summary>Finds them.</summary>
    /// <param name="moments">Of the features.</param>
    public static PrincipalAxes Of(FeatureMoments moments)
    {
        int size = moments.Features;
        double[,] matrix = moments.Covariance();
        double[,] vectors = new double[size, size];
        for (int i = 0; i < size; i++)
            vectors[i, i] = 1;
        double total = 0;
        for (int i = 0; i < size; i++)
            total += matrix[i, i];
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(matrix) > 1e-18 * total * total; sweep++)
        {
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                    Rotate(matrix, vectors, p, q);
            }
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => matrix[i, i])];
        return new PrincipalAxes(
            moments.Mean(),
            [.. order.Select(column => Enumerable.Range(0, size).Select(row => (float)vectors[row, column]).ToArray())],
            [.. order.Select(i => Math.Max(0, matrix[i, i]))]);
    }

    private static double OffDiagonal(double[,] matrix)
    {
        double sum = 0;
        int size = matrix.GetLength(0);
        for (int p = 0; p < size - 1; p++)
        {
            for (int q = p + 1; q < size; q++)
                sum += matrix[p, q] * matrix[p, q];
        }

        return sum;
    }

    // Golub and Van Loan, Matrix Computations, 8.5: the rotation that makes one element off the diagonal zero.
    private static void Rotate(double[,] matrix, double[,] vectors, int p, int q)
    {
        double off = matrix[p, q];
        if (off == 0)
            return;
        double theta = (matrix[q, q] - matrix[p, p]) / (2 * off);
        double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1), sine = tangent * cosine;
        int size = matrix.GetLength(0);
        for (int k = 0; k < size; k++)
        {
            double first = matrix[k, p], second = matrix[k, q];
            matrix[k, p] = (cosine * first) - (sine * second);
            matrix[k, q] = (sine * first) + (cosine * second);
        }

        for (int k = 0; k < size; k++)
        {
            double first = matrix[p, k], second = matrix[q, k];
            matrix[p, k] = (cosine * first) - (sine * second);
            matrix[q, k] = (sine * first) + (cosine * second);
            double one = vectors[k, p], other = vectors[k, q];
            vectors[k, p] = (cosine * one) - (sine * other);
            vectors[k, q] = (sine * one) + (cosine * other);
        }
    }
}
