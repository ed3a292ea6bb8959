using System.Globalization;

namespace Conferencing.RoomSimulator;

/// <summary>Arguments not yet taken.</summary>
internal sealed class Arguments(string[] arguments)
{
    private readonly List<string> _rest = [.. arguments];

    public bool Flag(string name) => _rest.Remove(name);

    public string Text(string name, string otherwise) => All(name).LastOrDefault() ?? otherwise;

    public double Number(string name, double otherwise)
    {
        if (Text(name, "") is not { Length: > 0 } text) return otherwise;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0
            ? number
            : throw new CommandLineException($"{name} {text} is no number.");
    }

    public List<string> All(string name)
    {
        var values = new List<string>();
        while (_rest.IndexOf(name) is >= 0 and int at)
        {
            if (at + 1 >= _rest.Count) throw new CommandLineException($"{name} needs a value.");
            values.Add(_rest[at + 1]);
            _rest.RemoveRange(at, 2);
        }
        return values;
    }

    public void RefuseRest()
    {
        if (_rest.Count > 0) throw new CommandLineException($"There is no option '{_rest[0]}'.");
    }
}
