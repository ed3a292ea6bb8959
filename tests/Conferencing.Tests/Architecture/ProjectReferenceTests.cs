using System.Xml.Linq;

namespace Conferencing.Tests.Architecture;

/// <summary>
/// The missing arrows are the architecture: which project may know which, and which packages a core may use.
/// A new arrow is a decision; it is made here, where it is seen.
/// </summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["Conferencing.Booking"] = [],
        ["Conferencing.Signalling"] = [],
        ["Conferencing.Media"] = [],
        ["Conferencing.Contract"] = [],
        // The other SIP agent is no part of the default build, nor of the solution.
        ["Conferencing.Bridge"] = ["Conferencing.Bridge.SipSorcery ('$(SipAgent)' == 'SIPSorcery')", "Conferencing.Contract", "Conferencing.Media", "Conferencing.Signalling"],
        ["Conferencing.Bridge.SipSorcery"] = ["Conferencing.Signalling"],
        ["Conferencing.RoomSimulator"] = ["Conferencing.Bridge", "Conferencing.Media", "Conferencing.Signalling"],
        // The server starts the bridge's program; the reference is build-only, its types stay unknown.
        ["Conferencing.Server"] = ["Conferencing.Booking", "Conferencing.Contract", "Conferencing.Bridge (build only)"],
    };

    private static readonly Dictionary<string, string[]> AllowedCorePackages = new()
    {
        ["Conferencing.Booking"] = ["NodaTime"],
        ["Conferencing.Signalling"] = [],
        ["Conferencing.Media"] = [],
        ["Conferencing.Contract"] = [],
    };

    public static TheoryData<string> Projects => [.. AllowedReferences.Keys];

    public static TheoryData<string> Cores => [.. AllowedCorePackages.Keys];

    [Fact]
    public void Every_project_in_src_has_a_line_in_the_table()
    {
        var projects = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order();
        Assert.Equal(AllowedReferences.Keys.Order(), projects);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        var references = Project(project).Descendants("ProjectReference").Select(Name).Order();
        Assert.Equal(AllowedReferences[project].Order(), references);

        static string Name(XElement reference)
        {
            var name = Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'));
            var condition = (string?)reference.Parent!.Attribute("Condition");
            name = condition is null ? name : $"{name} ({condition})";
            return (string?)reference.Attribute("ReferenceOutputAssembly") == "false" ? name + " (build only)" : name;
        }
    }

    [Fact]
    public void The_other_sip_agent_is_not_in_the_solution() =>
        Assert.DoesNotContain("SipSorcery", File.ReadAllText(Path.Combine(Repository.Root, "Conferencing.sln")), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(Cores))]
    public void A_core_uses_only_the_packages_the_table_allows(string core) =>
        Assert.Equal(AllowedCorePackages[core], Project(core).Descendants("PackageReference").Select(package => (string)package.Attribute("Include")!).Order());

    private static XElement Project(string name) => XElement.Load(Path.Combine(Repository.Root, "src", name, name + ".csproj"));
}
