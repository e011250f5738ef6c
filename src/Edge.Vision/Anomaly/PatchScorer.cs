namespace Edge.Vision.Anomaly;

/// <summary>
/// Scores of patches against a bank, by nearest neighbour and by Gaussian, in the units of the features: divided by nothing. One caller's
/// buffers; allocates only when constructed or when pictures grow. Not thread safe.
/// </summary>
/// <remarks>
/// Nearest neighbour: Euclidean distance to the nearest patch of the bank (Roth et al., "Towards Total Recall in Industrial Anomaly
/// Detection", 2022, equation 6, without the factor of equation 7). Gaussian: Mahalanobis distance to all taught patches, whose features the
/// backbone's last layer has made uncorrelated, so that the covariance is a diagonal (after Defard et al., "PaDiM", 2020, over the whole
/// picture instead of position by position, because parts need not lie at the same place).
/// </remarks>
public sealed unsafe class PatchScorer : IDisposable
{
    private readonly PatchBank _bank;
    private readonly PatchSearch _search;
    private int[] _squared = [];

    /// <summary>Prepares for a bank.</summary>
    public PatchScorer(PatchBank bank)
    {
        ArgumentNullException.ThrowIfNull(bank);
        _bank = bank;
        _search = new PatchSearch(bank.Patches, bank.Features);
    }

    /// <summary>Bytes from one patch to the next in what the scores take; past the features they must be 0.</summary>
    public int StrideBytes => _search.StrideBytes;

    /// <summary>Distance of each patch to the nearest one of the bank.</summary>
    /// <param name="patches">Rows of <see cref="StrideBytes"/>.</param>
    /// <param name="into">A score for each patch.</param>
    public void Neighbour(ReadOnlySpan<sbyte> patches, Span<float> into)
    {
        if (_squared.Length < into.Length)
            _squared = new int[into.Length];
        fixed (sbyte* first = patches)
            _search.Squared(first, into.Length, _squared);
        for (int i = 0; i < into.Length; i++)
            into[i] = MathF.Sqrt(_squared[i]);
    }

    /// <summary>Mahalanobis distance of each patch to what was taught.</summary>
    /// <param name="patches">Rows of <see cref="StrideBytes"/>.</param>
    /// <param name="into">A score for each patch.</param>
    public void Gaussian(ReadOnlySpan<sbyte> patches, Span<float> into)
    {
        ReadOnlySpan<float> mean = _bank.Mean, inverse = _bank.InverseDeviation;
        for (int patch = 0; patch < into.Length; patch++)
        {
            ReadOnlySpan<sbyte> features = patches.Slice(patch * StrideBytes, mean.Length);
            float sum = 0;
            for (int i = 0; i < features.Length; i++)
            {
                float deviation = (features[i] - mean[i]) * inverse[i];
                sum += deviation * deviation;
            }

            into[patch] = MathF.Sqrt(sum);
        }
    }

    /// <summary>Frees the search's memory.</summary>
    public void Dispose() => _search.Dispose();
}
