namespace Edge.Tool.Quantization;

/// <summary>A method that was asked for, tried, and kept only if it helped.</summary>
/// <param name="Name">The method.</param>
/// <param name="Places">How many places it could be used in.</param>
/// <param name="BeforeDb">Signal to noise of the outputs without it, in dB.</param>
/// <param name="AfterDb">With it.</param>
internal sealed record Trial(string Name, int Places, double BeforeDb, double AfterDb)
{
    /// <summary>Whether it helped.</summary>
    public bool IsKept => Places > 0 && AfterDb > BeforeDb;
}
