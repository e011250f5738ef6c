using Edge.Tool.Pruning;

namespace Edge.Tool.Tests.Pruning;

public sealed class GroupPriceTests
{
    [Fact]
    public void Damage_BetweenAndPastThePoints_IsStraight()
    {
        GroupPrice price = new([(0.2, 1), (0.4, 3)]);

        Assert.Equal(0, price.Damage(0));
        Assert.Equal(0.5, price.Damage(0.1), 9);
        Assert.Equal(2, price.Damage(0.3), 9);
        Assert.Equal(5, price.Damage(0.6), 9);
    }

    [Fact]
    public void Damage_MeasurementsThatWobble_StillRises()
    {
        GroupPrice price = new([(0.2, -0.01), (0.4, -0.02)]);

        Assert.True(price.Damage(0.2) > 0);
        Assert.True(price.Damage(0.4) > price.Damage(0.2));
        Assert.True(price.Damage(1) > price.Damage(0.4));
    }

    [Fact]
    public void Damage_NothingMeasured_IsTheCost() => Assert.Equal(0.3, new GroupPrice([]).Damage(0.3), 9);
}
