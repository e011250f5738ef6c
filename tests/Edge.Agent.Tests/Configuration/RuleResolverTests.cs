using Edge.Agent.Configuration;
using Edge.Domain.Rules;

namespace Edge.Agent.Tests.Configuration;

public class RuleResolverTests
{
    [Fact]
    public void Resolve_KnownClasses_GivesIdsInAnyCase()
    {
        SettingsResult loaded = ConfigFile.LoadBroken("classes: [person]", "classes: [Person, CAR], minimumScoreByClass: { car: 0.7 }");
        RuleResolution resolution = RuleResolver.Resolve(loaded.Settings!, ["person", "bicycle", "car"], loaded.Locations);

        Assert.True(resolution.IsValid);
        Rule rule = resolution.RulesByCamera["yard"][0];
        Assert.Equal([0, 2], rule.ClassIds.Order());
        Assert.Equal(0.7f, rule.MinimumScoreByClass[2]);
        Assert.Equal("door", rule.Zone!.Id);
        Assert.Equal("gate", resolution.RulesByCamera["yard"][1].Line!.Id);
        Assert.Empty(resolution.RulesByCamera["yard"][1].ClassIds);
    }

    [Fact]
    public void Resolve_UnknownClass_IsToldWithLineAndSuggestion()
    {
        SettingsResult loaded = ConfigFile.LoadBroken("classes: [person]", "classes: [persn]");
        RuleResolution resolution = RuleResolver.Resolve(loaded.Settings!, ["person", "car"], loaded.Locations);

        SettingsFault fault = Assert.Single(resolution.Faults);
        Assert.Equal(14, fault.Location.Line);
        Assert.EndsWith("cameras[0].rules[0].classes[0]: the model has no class \"persn\"; did you mean \"person\"?; allowed: \"person\", \"car\"", fault.ToString(), StringComparison.Ordinal);
        Assert.Empty(resolution.RulesByCamera);
    }
}
