using System.Reflection;
using System.Text.RegularExpressions;

namespace Conferencing.Tests.Architecture;

/// <summary>
/// The cores take values in and give values out. The build already refuses banned symbols; these tests look at what was
/// compiled and at what the analyzer cannot see.
/// </summary>
public sealed partial class PureCoreTests
{
    private static readonly string[] AssembliesOfTheOutsideWorld =
    [
        "System.Net.Sockets", "System.Net.Http", "System.Net.NameResolution", "System.Console", "System.IO.FileSystem", "System.Diagnostics.Process",
        "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Channels", "System.Threading.Tasks.Parallel",
    ];

    public static TheoryData<string> Cores => ["Conferencing.Booking", "Conferencing.Signalling", "Conferencing.Media", "Conferencing.Contract"];

    [Theory]
    [MemberData(nameof(Cores))]
    public void A_core_is_compiled_against_nothing_of_the_outside_world(string core)
    {
        var references = Assembly.Load(core).GetReferencedAssemblies().Select(reference => reference.Name!);
        Assert.Empty(references.Intersect(AssembliesOfTheOutsideWorld));
    }

    [Theory]
    [MemberData(nameof(Cores))]
    public void A_core_has_no_locks_and_no_unsafe_code(string core)
    {
        var offenders = Repository.Sources("src/" + core).Where(file => LockOrAsync().IsMatch(File.ReadAllText(file)));
        Assert.Empty(offenders.Select(Repository.Relative));
    }

    [GeneratedRegex(@"^\s*(lock\s*\(|.*\basync\s|.*\bunsafe\s)", RegexOptions.Multiline)]
    private static partial Regex LockOrAsync();
}
