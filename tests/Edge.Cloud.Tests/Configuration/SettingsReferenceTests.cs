using System.Reflection;
using System.Text.Json;
using Edge.Cloud.Configuration;

namespace Edge.Cloud.Tests.Configuration;

public sealed class SettingsReferenceTests
{
    [Fact]
    public void Settings_Everyone_HasItsRowInTheManual()
    {
        string manual = File.ReadAllText(Path.Combine(Root(), "deploy/CLOUD.md"));
        Assert.All(Names(typeof(CloudSettings), ""), name => Assert.Contains($"`{name}`", manual, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(Type section, string prefix)
    {
        foreach (PropertyInfo property in section.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            string name = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            bool nested = property.PropertyType.Assembly == typeof(CloudSettings).Assembly && property.PropertyType.IsClass;
            foreach (string one in nested ? Names(property.PropertyType, name + ":") : [name])
                yield return one;
        }
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("no Edge.sln above the tests");
    }
}
