namespace Edge.Agent.Capture.Synthetic;

/// <summary>One object of a scene at one moment.</summary>
/// <param name="Id">The same for one object from its appearance to its disappearance; never used again.</param>
/// <param name="Class">Person or car.</param>
/// <param name="X">Where it touches the ground: its middle, fraction of the frame's width; outside 0 to 1 while it comes or goes.</param>
/// <param name="Y">Where it touches the ground, fraction of the frame's height.</param>
/// <param name="Turn">-1 faces left, 1 faces right, 0 faces the camera or away from it.</param>
/// <param name="Away">True when it walks away from the camera.</param>
/// <param name="Gait">Whole and broken steps (a person's double step, a wheel's turn) since it appeared.</param>
/// <param name="Pace">0 stands still, 1 walks: how far limbs swing.</param>
/// <param name="Look">Seed of its clothes, colour and build.</param>
internal readonly record struct SceneObject(
    long Id, SceneClass Class, float X, float Y, float Turn, bool Away, float Gait, float Pace, long Look);
