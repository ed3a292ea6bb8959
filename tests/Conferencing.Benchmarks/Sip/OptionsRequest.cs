using System.Globalization;
using System.Text;

namespace Conferencing.Benchmarks.Sip;

/// <summary>An OPTIONS a heartbeat sends, with a branch, Call-ID and tag of its own each time; written into one buffer, nothing allocated.</summary>
internal sealed class OptionsRequest
{
    private const string Number = "0000000000";

    private readonly byte[] _text;
    private readonly int[] _places;

    public OptionsRequest(int fromPort, int toPort)
    {
        var from = fromPort.ToString(CultureInfo.InvariantCulture);
        var to = toPort.ToString(CultureInfo.InvariantCulture);
        var text =
            $"OPTIONS sip:127.0.0.1:{to} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{from};branch=z9hG4bKload{Number};rport\r\n"
            + $"Max-Forwards: 70\r\nFrom: \"Load\" <sip:load@127.0.0.1:{from}>;tag=t{Number}\r\nTo: <sip:127.0.0.1:{to}>\r\n"
            + $"Call-ID: load-{Number}@127.0.0.1\r\nCSeq: 1 OPTIONS\r\nContact: <sip:load@127.0.0.1:{from}>\r\n"
            + "Accept: application/sdp\r\nUser-Agent: load\r\nContent-Length: 0\r\n\r\n";
        _text = Encoding.ASCII.GetBytes(text);
        _places = [.. PlacesOf(text)];
    }

    /// <summary>The request with this number; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(long number)
    {
        foreach (var place in _places)
            number.TryFormat(_text.AsSpan(place, Number.Length), out _, "D10", CultureInfo.InvariantCulture);
        return _text;
    }

    private static IEnumerable<int> PlacesOf(string text)
    {
        for (var at = text.IndexOf(Number, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Number, at + 1, StringComparison.Ordinal))
            yield return at;
    }
}
