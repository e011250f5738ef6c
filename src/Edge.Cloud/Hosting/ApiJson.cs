using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Cloud.Hosting;

/// <summary>JSON of the API: camel case, enums as words, nulls left out, and in requests nothing that is not known: a slip of the pen is an error, not a default.</summary>
internal static class ApiJson
{
    /// <summary>Adds it.</summary>
    public static void Add(IServiceCollection services) => services.ConfigureHttpJsonOptions(options =>
    {
        JsonSerializerOptions json = options.SerializerOptions;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.NumberHandling = JsonNumberHandling.Strict;
    });
}
