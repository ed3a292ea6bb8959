using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conferencing.Tests.Architecture;

/// <summary>Rules of the house that a machine can check. Sizes fail only far above what is wanted.</summary>
public sealed partial class HouseRuleTests
{
    private const int LongestFileLines = 800;

    [Fact]
    public void No_source_file_is_far_too_long()
    {
        var offenders = AllSources().Where(file => File.ReadLines(file).Count() > LongestFileLines);
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [Fact]
    public void No_type_is_named_for_what_it_is_not()
    {
        var offenders = Repository.Sources("src").Where(file => EmptyName().IsMatch(Path.GetFileNameWithoutExtension(file)));
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [Fact]
    public void No_method_is_async_void_and_nothing_waits_by_blocking()
    {
        var offenders = Repository.Sources("src").Where(file => BlockingShape().IsMatch(File.ReadAllText(file)));
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [Fact]
    public void No_lock_file_names_a_registry()
    {
        var locks = Directory.EnumerateFiles(Repository.Root, "packages.lock.json", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "web", "package-lock.json"))
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal));
        Assert.Empty(locks.Where(file => HasAddress(JsonDocument.Parse(File.ReadAllText(file)).RootElement)).Select(Repository.Relative));
    }

    private static bool HasAddress(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => member.Name == "resolved" && IsAddress(member.Value) || HasAddress(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HasAddress),
        _ => false,
    };

    private static bool IsAddress(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString()!.Contains("://", StringComparison.Ordinal);

    private static IEnumerable<string> AllSources() => Repository.Sources("src").Concat(Repository.Sources("tests"))
        .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal));

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utility|Common|Misc)$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"async\s+void\b|\.GetAwaiter\(\)\.GetResult\(\)")]
    private static partial Regex BlockingShape();
}
