using System.Globalization;

namespace Conferencing.Bridge.Tests.Agents;

/// <summary>A SIP message as it came over the wire, read by nothing of the program under test.</summary>
internal sealed record WireMessage(string Text)
{
    public string StartLine => Text.Split("\r\n", 2)[0];

    public string Method => IsResponse ? "" : StartLine.Split(' ')[0];

    public string Target => StartLine.Split(' ')[1];

    public bool IsResponse => Text.StartsWith("SIP/2.0 ", StringComparison.Ordinal);

    public int Status => IsResponse ? int.Parse(StartLine.Split(' ')[1], CultureInfo.InvariantCulture) : 0;

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public string CallId => this["Call-ID"];

    public int Sequence => int.Parse(this["CSeq"].Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The method of CSeq.</summary>
    public string About => this["CSeq"].Split(' ')[1];

    /// <summary>The first header field of this name; fails the test when there is none.</summary>
    public string this[string name] => Find(name) ?? throw new Xunit.Sdk.XunitException($"No {name} in\n{Text}");

    public string? Find(string name) => FindAll(name).FirstOrDefault();

    public IEnumerable<string> FindAll(string name) => Text[..(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2)].Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim());

    /// <summary>The tag of From or To; empty when there is none.</summary>
    public string Tag(string header)
    {
        var at = this[header].IndexOf(";tag=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : this[header][(at + 5)..].Split(';')[0];
    }
}
