using System.Text.RegularExpressions;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Documents;

public sealed partial class MessageTests
{
    [Fact]
    public void Both_languages_say_everything_with_the_same_places()
    {
        var (vi, en) = (MessageTable.Of(Language.Vi), MessageTable.Of(Language.En));
        Assert.Equal(vi.Keys.Order(), en.Keys.Order());
        Assert.All(vi.Keys, key =>
        {
            Assert.False(string.IsNullOrWhiteSpace(vi[key]) || string.IsNullOrWhiteSpace(en[key]));
            Assert.Equal((key, Places(vi[key])), (key, Places(en[key])));
        });
    }

    [Fact]
    public void Every_code_in_the_source_has_its_words()
    {
        var folders = new[] { "src/Conferencing.Server", "src/Conferencing.Booking" }.Select(folder => Path.Combine(Repository.Root, folder));
        var sources = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));
        // What names no refusal has no codes: words of SQL and of folders look the same.
        var speaking = sources.Select(File.ReadAllText).Where(text => Speaks().IsMatch(text));
        var used = speaking.SelectMany(text => Code().Matches(text)).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(used.Count > 60, $"Only {used.Count} codes were found: the pattern no longer fits the source.");
        Assert.Empty(used.Except(MessageTable.Of(Language.Vi).Keys));
    }

    [Fact]
    public void Every_status_that_is_used_has_a_title() =>
        Assert.All(new[] { 400, 401, 403, 404, 405, 409, 410, 413, 415, 429, 500, 507 }, status => Assert.True(MessageTable.Of(Language.Vi).ContainsKey($"status.{status}")));

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value).Distinct().Order());

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();

    [GeneratedRegex("Refusal|FieldMessage|FieldError|Status[45]\\d\\d")]
    private static partial Regex Speaks();

    /// <summary>The code of a refusal, a field message, a field error or a rule.</summary>
    [GeneratedRegex("""(?:NotFound\(|Conflict\(|Status\d\d\d\w+, |fault\.StatusCode, |FieldMessage\("\w+", |FieldError\("\w+", |new\("\w+", |new\(field, |new\(passwordField, |, "\w+", )"([a-z]\w+)"(?=[,)])""")]
    private static partial Regex Code();
}
