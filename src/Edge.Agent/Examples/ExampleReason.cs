namespace Edge.Agent.Examples;

/// <summary>Why a frame is a hard example; the hardest first.</summary>
internal enum ExampleReason
{
    /// <summary>A candidate that ran beside the active model did not agree with it.</summary>
    Disagreement,

    /// <summary>A score lies close to what a rule asks for, on either side.</summary>
    LowMargin,
}
