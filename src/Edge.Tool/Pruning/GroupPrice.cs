namespace Edge.Tool.Pruning;

/// <summary>
/// What a group's costs mean for the whole model: a curve from the cost in the group to the damage at the model's outputs, through
/// measured points. Thread safe.
/// </summary>
internal sealed class GroupPrice
{
    private readonly (double Cost, double Damage)[] _points;

    /// <summary>A curve through <paramref name="points"/> and the origin, made to rise everywhere.</summary>
    public GroupPrice(IEnumerable<(double Cost, double Damage)> points)
    {
        List<(double Cost, double Damage)> rising = [(0, 0)];
        foreach ((double cost, double damage) in points.OrderBy(point => point.Cost))
        {
            if (cost <= rising[^1].Cost)
                continue;
            // Measurements wobble; more cost is never less damage, and never almost free.
            double least = rising[^1].Damage + (LeastSlope * (cost - rising[^1].Cost));
            rising.Add((cost, Math.Max(damage, least)));
        }

        if (rising.Count == 1)
            rising.Add((1, 1));
        _points = [.. rising];
    }

    /// <summary>Costs are damages.</summary>
    public static GroupPrice Identity { get; } = new([(1, 1)]);

    private const double LeastSlope = 0.02;

    /// <summary>The damage that goes with a cost; past the last point the curve goes on straight.</summary>
    public double Damage(double cost)
    {
        int i = 1;
        while (i < _points.Length - 1 && cost > _points[i].Cost)
            i++;
        (double fromCost, double fromDamage) = _points[i - 1];
        (double toCost, double toDamage) = _points[i];
        return fromDamage + ((cost - fromCost) * (toDamage - fromDamage) / (toCost - fromCost));
    }
}
