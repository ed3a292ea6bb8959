using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>One <c>;name=value</c>; the value as written, null when there is none.</summary>
public readonly record struct SipParameter(string Name, string? Value);

/// <summary>Parameters of a URI or header field, in their order; names compare without case.</summary>
public readonly struct SipParameters
{
    public static readonly SipParameters None = new([]);

    private readonly ImmutableArray<SipParameter> _items;

    private SipParameters(ImmutableArray<SipParameter> items) => _items = items;

    public ImmutableArray<SipParameter> Items => _items.IsDefault ? [] : _items;

    /// <summary>Reads what follows the main value: empty, or beginning with a semicolon.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SipParameters parameters)
    {
        parameters = None;
        var rest = text.Trim();
        if (rest.IsEmpty)
            return true;
        var items = ImmutableArray.CreateBuilder<SipParameter>(rest.Count(';')); // fewer where one stands in quotes
        while (!rest.IsEmpty)
        {
            if (rest[0] != ';')
                return false;
            rest = rest[1..];
            var end = SipGrammar.IndexOutsideQuotes(rest, ';');
            var one = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? [] : rest[end..];
            if (!TryParseOne(one, out var parameter))
                return false;
            items.Add(parameter);
        }

        parameters = new SipParameters(items.DrainToImmutable());
        return true;
    }

    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>The value of a parameter; null when it is absent or has none.</summary>
    public string? Find(string name) => IndexOf(name) is >= 0 and var i ? Items[i].Value : null;

    public SipParameters With(string name, string? value)
    {
        var parameter = new SipParameter(name, value);
        var i = IndexOf(name);
        return new SipParameters(i >= 0 ? Items.SetItem(i, parameter) : Items.Add(parameter));
    }

    /// <summary>With <c>received</c>, and with this value of <c>rport</c> where that is there.</summary>
    public SipParameters WithSource(string received, string rport)
    {
        var place = IndexOf("received");
        var items = new SipParameter[Items.Length + (place < 0 ? 1 : 0)];
        Items.CopyTo(items);
        items[place < 0 ? ^1 : place] = new SipParameter("received", received);
        if (IndexOf("rport") is >= 0 and var i)
            items[i] = new SipParameter("rport", rport);
        return new SipParameters(ImmutableCollectionsMarshal.AsImmutableArray(items));
    }

    public SipParameters Without(string name) => IndexOf(name) is >= 0 and var i ? new SipParameters(Items.RemoveAt(i)) : this;

    public override string ToString()
    {
        if (Items.IsEmpty)
            return "";
        var text = new StringBuilder();
        foreach (var (name, value) in Items)
        {
            text.Append(';').Append(name);
            if (value is not null)
                text.Append('=').Append(value);
        }

        return text.ToString();
    }

    /// <summary>The same as <see cref="ToString"/>, as bytes.</summary>
    internal void WriteTo(ref Utf8Text text)
    {
        foreach (var (name, value) in Items)
        {
            text.Add(';');
            text.Add(name);
            if (value is null)
                continue;
            text.Add('=');
            text.Add(value);
        }
    }

    private static bool TryParseOne(ReadOnlySpan<char> text, out SipParameter parameter)
    {
        parameter = default;
        var equals = text.IndexOf('=');
        var name = (equals < 0 ? text : text[..equals]).Trim();
        if (name.IsEmpty || name.IndexOfAny('"', '<', ' ') >= 0)
            return false;
        if (equals < 0)
        {
            parameter = new SipParameter(NameText(name), null);
            return true;
        }

        var value = text[(equals + 1)..].Trim();
        var isWhole = value.IsEmpty || value[0] != '"'
            ? !value.Contains('"') && !value.Contains(' ')
            : SipGrammar.QuotedLength(value) == value.Length;
        parameter = new SipParameter(NameText(name), value.ToString());
        return isWhole && !value.IsEmpty;
    }

    /// <summary>The names every message has are not made again for each.</summary>
    private static string NameText(ReadOnlySpan<char> name) => name switch
    {
        "branch" => "branch",
        "rport" => "rport",
        "received" => "received",
        "tag" => "tag",
        "lr" => "lr",
        "transport" => "transport",
        "expires" => "expires",
        _ => name.ToString(),
    };

    private int IndexOf(string name)
    {
        for (var i = 0; i < Items.Length; i++)
        {
            if (string.Equals(Items[i].Name, name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
