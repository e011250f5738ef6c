using System.Text.Json;

namespace Edge.Contracts.Rollouts;

/// <summary>
/// JSON of the rollouts' part of the cloud's API: camel case, nulls written (null switches a limit off). Read by reflection, since generated readers set what
/// is absent to null: a plan without limits would have none, instead of the usual ones.
/// </summary>
public static class RolloutJson
{
    /// <summary>For what is asked for: unknown fields are refused, since a misspelt limit is no limit.</summary>
    public static JsonSerializerOptions Asked { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>For what is answered: unknown fields are passed over, so that an older tool can read a newer cloud.</summary>
    public static JsonSerializerOptions Answered { get; } = new(JsonSerializerDefaults.Web);
}
