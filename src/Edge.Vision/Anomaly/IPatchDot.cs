namespace Edge.Vision.Anomaly;

/// <summary>
/// One way of this processor to multiply and add small whole numbers. Features go in units of 32 bits: four signed bytes, two 16-bit
/// integers or one float, whichever the processor adds fastest. All ways give the same numbers, exactly.
/// </summary>
/// <typeparam name="TVector">The vectors that it computes in: each 32-bit lane is a patch of the memory.</typeparam>
internal unsafe interface IPatchDot<TVector>
    where TVector : struct
{
    /// <summary>Whether the processor has the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Features in a unit.</summary>
    static abstract int FeaturesPerUnit { get; }

    /// <summary>What is added to each feature of the memory so that the instruction takes it; the searcher takes it out again.</summary>
    static abstract int Offset { get; }

    /// <summary>The unit that begins at <paramref name="features"/>, with <paramref name="offset"/> added to each.</summary>
    static abstract uint Pack(sbyte* features, int offset);

    /// <summary>The products of the units of patches and of a query, added to <paramref name="sum"/>.</summary>
    static abstract TVector MultiplyAdd(TVector sum, TVector patches, TVector query);

    /// <summary><paramref name="sum"/> as 32-bit integers.</summary>
    static abstract TVector ToIntegers(TVector sum);
}
