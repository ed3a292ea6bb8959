using System.Globalization;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Calls;

/// <summary>Where a call goes that is sent elsewhere (RFC 3261 section 8.1.3.4): the targets of all 3xx, best first, each once.</summary>
internal sealed partial class OutgoingCall
{
    /// <summary>A ring of redirections ends here.</summary>
    private const int MaxTargets = 8;

    private readonly List<SipUri> _targets = [];
    private readonly HashSet<string> _tried = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Goes on with the best target left, after a 3xx or after a refusal by one of them; not after a refusal that counts everywhere (6xx).</summary>
    private bool TryRedirect(SipResponse response, Tick now)
    {
        if (response.Status is >= 300 and < 400)
        {
            _tried.Add(_target.ToString());
            var better = response.Contacts.OrderByDescending(Preference).Select(contact => contact.Uri).OfType<SipUri>();
            _targets.InsertRange(0, better.Where(uri => uri.Headers is null));
        }

        return response.Status < 600 && TryNextTarget(now);
    }

    private bool TryNextTarget(Tick now)
    {
        while (_targets.Count > 0)
        {
            var next = _targets[0];
            _targets.RemoveAt(0);
            if (_tried.Count >= MaxTargets || !_tried.Add(next.ToString()) || !TryAim(next))
                continue;
            _challenges = 0;
            _early?.Clear();
            _earlyAnswer = null;
            Deadline = Tick.Never;
            Resolve(now);
            return true;
        }

        return false;
    }

    /// <summary>q of a Contact: 1 when there is none (section 20.10).</summary>
    private static double Preference(NameAddress contact) =>
        double.TryParse(contact.Parameters.Find("q"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q : 1;
}
