using System.CommandLine;

namespace Edge.Tool.Fleet;

/// <summary>Addresses on the command line. A token goes with every request, so plain HTTP is for this machine only.</summary>
internal static class CloudAddress
{
    /// <summary>An option for one.</summary>
    public static Option<Uri> Option(string name, string description, string value) => new(name)
    {
        Description = $"{description}; default: {value}",
        DefaultValueFactory = _ => new Uri(value),
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value.TrimEnd('/') + "/";
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
                return address;
            result.AddError($"{name} is '{result.Tokens[0].Value}'; https://… is allowed, and http:// on this machine");
            return null;
        },
    };
}
