namespace Conferencing.Tests.Architecture;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    /// <summary>C# files below a folder, without what the build made.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories).Where(file => !IsBuilt(Relative(file)));

    private static bool IsBuilt(string relative) => relative.Split('/').Any(part => part is "bin" or "obj");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Conferencing.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests do not lie in a checkout: no folder above them holds Conferencing.sln.");
    }
}
