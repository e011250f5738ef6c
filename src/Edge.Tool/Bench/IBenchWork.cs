namespace Edge.Tool.Bench;

/// <summary>What a child does when it is told to go.</summary>
internal interface IBenchWork : IDisposable
{
    /// <summary>What is measured, once it is open.</summary>
    BenchReady Ready { get; }

    /// <summary>Runs <paramref name="count"/> times.</summary>
    /// <returns>Each run and the stages; memory is the caller's to fill in.</returns>
    BenchRound Run(int count);
}
