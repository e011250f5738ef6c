namespace Edge.EndToEnd.Tests.Crash;

/// <summary>How rounds are laid out.</summary>
/// <param name="LongestLifeMs">A random kill comes at most this long after the child is ready.</param>
/// <param name="LabelPatienceMs">How long a child may take to reach its label, or its write.</param>
/// <param name="MostHits">A label is armed for one of its first so many hits.</param>
/// <param name="LabelEvery">Every how many rounds a label is visited, in turn.</param>
/// <param name="StartMs">Where above 0, some random kills come this long at most after the start of the process, ready or not.</param>
internal sealed record CrashPace(int LongestLifeMs, int LabelPatienceMs, int MostHits, int LabelEvery, int StartMs);
