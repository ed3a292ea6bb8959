using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace Conferencing.Signalling.Sdp;

/// <summary>Bytes as a session description, or the named reason why not. Tolerates unknown lines and any order after the first.</summary>
public static class SdpParser
{
    /// <summary>More lines than any room system sends.</summary>
    private const int MaxLines = 1_000;

    public static SdpReject Parse(ReadOnlySpan<byte> bytes, out SessionDescription? description)
    {
        description = null;
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length > MaxLines)
            return SdpReject.TooManyLines;
        var draft = new Draft();
        foreach (var raw in lines)
        {
            var line = raw.TrimEnd('\r', ' ');
            if (line.Length == 0)
                continue;
            if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetterLower(line[0]))
                return SdpReject.NotText;
            var reject = draft.Read(line[0], line[2..]);
            if (reject != SdpReject.None)
                return reject;
        }

        return draft.Finish(out description);
    }

    private sealed class Draft
    {
        private readonly ImmutableArray<SdpAttribute>.Builder _attributes = ImmutableArray.CreateBuilder<SdpAttribute>();
        private readonly List<MediaDescription> _media = [];

        /// <summary>Attributes of the last m-line, until the next one; null before the first.</summary>
        private ImmutableArray<SdpAttribute>.Builder? _ofMedia;
        private bool _hasVersion;
        private string[]? _origin;
        private IPAddress? _connection;
        private bool _hasConnection;

        public SdpReject Read(char type, string value)
        {
            if (!_hasVersion)
            {
                _hasVersion = type == 'v' && value.Trim() == "0";
                return _hasVersion ? SdpReject.None : SdpReject.BadVersion;
            }

            switch (type)
            {
                case 'o':
                    _origin = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    return _origin.Length == 6 ? SdpReject.None : SdpReject.BadOrigin;
                case 'c':
                    return ReadConnection(value);
                case 'm':
                    return ReadMedia(value);
                case 'a':
                    ReadAttribute(value);
                    return SdpReject.None;
                default:
                    return SdpReject.None;
            }
        }

        public SdpReject Finish(out SessionDescription? description)
        {
            description = null;
            FinishMedia();
            if (!_hasVersion)
                return SdpReject.BadVersion;
            if (_origin is null)
                return SdpReject.BadOrigin;
            if (!_hasConnection && _media.Count > 0)
                return SdpReject.NoConnection;
            description = new SessionDescription
            {
                SessionId = _origin[1],
                SessionVersion = _origin[2],
                Connection = _connection,
                Attributes = _attributes.ToImmutable(),
                Media = [.. _media],
            };
            return SdpReject.None;
        }

        private SdpReject ReadConnection(string value)
        {
            var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length != 3 || parts[0] != "IN")
                return SdpReject.BadConnection;

            // A name is not looked up: the stream is then unusable, the description is not.
            var address = IPAddress.TryParse(parts[2].Split('/')[0], out var parsed) ? parsed : null;
            _hasConnection = true;
            if (_media.Count == 0)
                _connection = address;
            else
                _media[^1] = _media[^1] with { Connection = address, IsNamed = address is null };
            return SdpReject.None;
        }

        private SdpReject ReadMedia(string value)
        {
            var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 4
                || !ushort.TryParse(parts[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                return SdpReject.BadMedia;
            FinishMedia();
            _ofMedia = ImmutableArray.CreateBuilder<SdpAttribute>();
            _media.Add(new MediaDescription { Kind = parts[0], Port = port, Profile = parts[2], Formats = [.. parts[3..]] });
            return SdpReject.None;
        }

        private void FinishMedia()
        {
            if (_ofMedia is not null)
                _media[^1] = _media[^1] with { Attributes = _ofMedia.ToImmutable() };
        }

        private void ReadAttribute(string value)
        {
            var colon = value.IndexOf(':', StringComparison.Ordinal);
            var attribute = colon < 0 ? new SdpAttribute(value, "") : new SdpAttribute(value[..colon], value[(colon + 1)..].Trim());
            (_ofMedia ?? _attributes).Add(attribute);
        }
    }
}
