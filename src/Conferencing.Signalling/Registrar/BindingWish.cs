using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Registrar;

/// <summary>What one Contact of a REGISTER asks for.</summary>
/// <param name="Seconds">0 removes the binding.</param>
internal sealed record BindingWish(SipUri Contact, int Seconds, int Preference);

/// <summary>A REGISTER's header fields read into wishes (RFC 3261 section 10.3 items 6 and 7). It changes nothing.</summary>
internal sealed record RegisterReading(bool RemovesAll, ImmutableArray<BindingWish> Wishes, int Status, string Phrase)
{
    private static readonly RegisterReading Nonsense = Refused(400, "Bad Request");

    public static RegisterReading Of(SipRequest request, RegistrarLimits limits)
    {
        var general = request.Find("Expires") is { } text ? Seconds(text) : (int)limits.DefaultExpires.TotalSeconds;
        if (request.Find("Contact") == "*")
            return request.Contacts.IsEmpty && request.Find("Expires") is not null && general == 0 ? new RegisterReading(true, [], 200, "OK") : Nonsense;
        var wishes = ImmutableArray.CreateBuilder<BindingWish>();
        foreach (var contact in request.Contacts)
        {
            var seconds = contact.Parameters.Find("expires") is { } own ? Seconds(own) : general;
            if (contact.Uri is not { Headers: null } uri)
                return Nonsense;
            if (seconds > 0 && seconds < limits.MinExpires.TotalSeconds)
                return Refused(423, "Interval Too Brief");
            wishes.Add(new BindingWish(uri, Math.Min(seconds, (int)limits.MaxExpires.TotalSeconds), Preference(contact.Parameters.Find("q"))));
        }

        return new RegisterReading(false, wishes.ToImmutable(), 200, "OK");
    }

    private static RegisterReading Refused(int status, string phrase) => new(false, [], status, phrase);

    /// <summary>A value that is no number counts as an hour (RFC 3261 section 10.2.1.1); the limits cut it.</summary>
    private static int Seconds(string text) =>
        uint.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? (int)Math.Min(seconds, int.MaxValue) : 3600;

    private static int Preference(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) && q is >= 0 and <= 1 ? (int)(q * 1000) : 1000;
}
