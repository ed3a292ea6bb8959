using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Conferencing.Signalling.Sdp;

/// <summary>A session description as bytes.</summary>
public static class SdpWriter
{
    public static byte[] Write(SessionDescription description)
    {
        var address = description.Connection ?? IPAddress.Any;
        var text = new StringBuilder(512)
            .Append("v=0\r\no=- ").Append(description.SessionId).Append(' ').Append(description.SessionVersion)
            .Append(" IN ").Append(Network(address)).Append("\r\ns=-\r\nc=IN ").Append(Network(address)).Append("\r\nt=0 0\r\n");
        WriteAttributes(text, description.Attributes);
        foreach (var media in description.Media)
        {
            text.Append("m=").Append(media.Kind).Append(' ').Append(media.Port).Append(' ').Append(media.Profile);
            foreach (var format in media.Formats)
                text.Append(' ').Append(format);
            text.Append("\r\n");
            if (media.Connection is { } own)
                text.Append("c=IN ").Append(Network(own)).Append("\r\n");
            foreach (var (type, value) in media.Bandwidths)
                text.Append("b=").Append(type).Append(':').Append(value).Append("\r\n");
            WriteAttributes(text, media.Attributes);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteAttributes(StringBuilder text, ImmutableArray<SdpAttribute> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            text.Append("a=").Append(name);
            if (value.Length > 0)
                text.Append(':').Append(value);
            text.Append("\r\n");
        }
    }

    private static string Network(IPAddress address) =>
        address.ToString() is var text && text.Contains(':', StringComparison.Ordinal) ? "IP6 " + text : "IP4 " + text;
}
