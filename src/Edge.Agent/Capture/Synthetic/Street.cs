namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// The street's plan, in fractions of the frame: what scene, background and figures must agree on.
/// From far to near: sky, houses, far pavement, a road of two lanes with a zebra crossing in the middle, near pavement.
/// </summary>
internal static class Street
{
    public const float SkyBottom = 0.20f;
    public const float FarPavementTop = 0.43f;
    public const float RoadTop = 0.50f;
    public const float RoadBottom = 0.80f;

    /// <summary>Where the wheels of the far lane's cars touch the road; they drive to the left.</summary>
    public const float FarLane = 0.605f;

    /// <summary>Where the wheels of the near lane's cars touch the road; they drive to the right.</summary>
    public const float NearLane = 0.755f;

    /// <summary>Middle of the zebra crossing.</summary>
    public const float CrossingX = 0.5f;

    /// <summary>Half the crossing's width at the road's bottom edge.</summary>
    public const float CrossingHalfWidth = 0.105f;

    private const float Horizon = 0.15f;

    /// <summary>Height of a person of middle size, as a fraction of the frame's height, standing at <paramref name="y"/>.</summary>
    public static float PersonHeight(float y) => 0.45f * (y - Horizon);

    /// <summary>How much smaller things are at <paramref name="y"/> than at the road's bottom edge.</summary>
    public static float Depth(float y) => (y - Horizon) / (RoadBottom - Horizon);

    /// <summary>The row whose <see cref="Depth"/> is <paramref name="depth"/>.</summary>
    public static float AtDepth(float depth) => Horizon + (depth * (RoadBottom - Horizon));
}
