using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Conferencing.Signalling.Calls;

namespace Conferencing.Signalling.Sdp;

/// <summary>What an audio m-line says, read with the defaults of RFC 3264, RFC 3551 and RFC 3605.</summary>
internal sealed record AudioStream
{
    private const int DefaultPtimeMs = 20; // RFC 3551 section 4.2

    /// <summary>RFC 3551 table 4: types that need no rtpmap.</summary>
    private static readonly Dictionary<int, AudioFormat> StaticFormats = new AudioFormat[]
    {
        AudioFormat.Pcmu, new("GSM", 8000, 3), new("G723", 8000, 4), new("DVI4", 8000, 5), new("DVI4", 16000, 6), new("LPC", 8000, 7),
        AudioFormat.Pcma, new("G722", 8000, 9), new("L16", 44100, 10, 2), new("L16", 44100, 11), new("QCELP", 8000, 12), new("CN", 8000, 13),
        new("MPA", 90000, 14), new("G728", 8000, 15), new("DVI4", 11025, 16), new("DVI4", 22050, 17), new("G729", 8000, 18),
    }.ToDictionary(format => format.PayloadType);

    public required IPEndPoint Rtp { get; init; }

    public required IPEndPoint Rtcp { get; init; }

    public required ImmutableArray<AudioFormat> Formats { get; init; }

    public required int PtimeMs { get; init; }

    /// <summary>Whether the sender of this description will send.</summary>
    public required bool Sends { get; init; }

    /// <summary>Whether it wants to receive.</summary>
    public required bool Receives { get; init; }

    public required bool OffersRtcpMux { get; init; }

    /// <summary>Null when the stream has no address that can be used.</summary>
    public static AudioStream? Of(SessionDescription description, MediaDescription media)
    {
        if (media.IsNamed || (media.Connection ?? description.Connection) is not { } address)
            return null;
        var rtp = new IPEndPoint(address, media.Port);
        var direction = Direction(media.Attributes) ?? Direction(description.Attributes) ?? "sendrecv";

        // An address of zeros is the hold of RFC 2543 (RFC 3264 section 8.4).
        var isReachable = media.Port > 0 && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
        return new AudioStream
        {
            Rtp = rtp,
            Rtcp = RtcpAddress(media, rtp),
            Formats = ReadFormats(media),
            PtimeMs = ReadPtime(media),
            Sends = media.Port > 0 && direction is "sendrecv" or "sendonly",
            Receives = isReachable && direction is "sendrecv" or "recvonly",
            OffersRtcpMux = media.Has("rtcp-mux"),
        };
    }

    private static string? Direction(ImmutableArray<SdpAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Name is "sendrecv" or "sendonly" or "recvonly" or "inactive")
                return attribute.Name;
        }

        return null;
    }

    private static IPEndPoint RtcpAddress(MediaDescription media, IPEndPoint rtp)
    {
        var parts = (media.Find("rtcp") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || !ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            return new IPEndPoint(rtp.Address, Math.Min(rtp.Port + 1, IPEndPoint.MaxPort));
        var address = parts.Length == 4 && IPAddress.TryParse(parts[3], out var own) ? own : rtp.Address;
        return new IPEndPoint(address, port);
    }

    private static ImmutableArray<AudioFormat> ReadFormats(MediaDescription media)
    {
        var maps = ByPayloadType(media, "rtpmap");
        var parameters = ByPayloadType(media, "fmtp");
        var formats = ImmutableArray.CreateBuilder<AudioFormat>(media.Formats.Length);
        foreach (var text in media.Formats)
        {
            if (!byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var type) || type > 127)
                continue;
            var format = maps.TryGetValue(type, out var map) ? ReadMap(map, type) : StaticFormats.GetValueOrDefault(type);
            if (format is not null)
                formats.Add(format with { Parameters = parameters.GetValueOrDefault(type) });
        }

        return formats.ToImmutable();
    }

    private static Dictionary<int, string> ByPayloadType(MediaDescription media, string name)
    {
        var found = new Dictionary<int, string>();
        foreach (var attribute in media.Attributes)
        {
            var space = attribute.Value.IndexOf(' ', StringComparison.Ordinal);
            if (attribute.Name == name && space > 0
                && byte.TryParse(attribute.Value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var type))
                found.TryAdd(type, attribute.Value[(space + 1)..].Trim());
        }

        return found;
    }

    /// <summary>PCMA/8000 or opus/48000/2.</summary>
    private static AudioFormat? ReadMap(string map, int payloadType)
    {
        var parts = map.Split('/');
        var channels = 1;
        if (parts.Length < 2
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var clockRate)
            || (parts.Length > 2 && !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out channels)))
            return null;
        return new AudioFormat(parts[0], clockRate, payloadType, channels);
    }

    /// <summary>The packet time to send: what the peer asks for, rounded down to one that media can send.</summary>
    private static int ReadPtime(MediaDescription media)
    {
        var wanted = Milliseconds(media.Find("ptime")) ?? DefaultPtimeMs;
        wanted = Math.Min(wanted, Milliseconds(media.Find("maxptime")) ?? wanted);
        return wanted switch
        {
            < 20 => 10,
            < 30 => 20,
            < 40 => 30,
            < 60 => 40,
            _ => 60,
        };
    }

    private static int? Milliseconds(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= 1000
            ? (int)value
            : null;
}
