using System.Collections.Immutable;
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
        var items = ImmutableArray.CreateBuilder<SipParameter>();
        var rest = text.Trim();
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

        parameters = new SipParameters(items.ToImmutable());
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

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Items)
        {
            text.Append(';').Append(name);
            if (value is not null)
                text.Append('=').Append(value);
        }

        return text.ToString();
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
            parameter = new SipParameter(name.ToString(), null);
            return true;
        }

        var value = text[(equals + 1)..].Trim();
        var isWhole = value.IsEmpty || value[0] != '"'
            ? !value.Contains('"') && !value.Contains(' ')
            : SipGrammar.QuotedLength(value) == value.Length;
        parameter = new SipParameter(name.ToString(), value.ToString());
        return isWhole && !value.IsEmpty;
    }

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
