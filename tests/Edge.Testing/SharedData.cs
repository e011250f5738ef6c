namespace Edge.Testing;

/// <summary>Pictures, videos and models that lie in <c>../shared</c> beside the repository, where there are any.</summary>
public static class SharedData
{
    /// <summary>The folder; null where it is missing.</summary>
    public static string? Root { get; } = Find();

    /// <summary>The full path of <paramref name="relative"/> in it.</summary>
    public static string Path(string relative) =>
        System.IO.Path.Combine(Root ?? throw new InvalidOperationException("there is no ../shared beside the repository"), relative);

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "Edge.sln")))
                continue;
            string shared = System.IO.Path.Combine(folder.FullName, "..", "shared");
            return Directory.Exists(shared) ? System.IO.Path.GetFullPath(shared) : null;
        }

        return null;
    }
}
