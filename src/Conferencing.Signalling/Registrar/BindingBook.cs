using System.Collections.Immutable;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Registrar;

/// <summary>
/// The bindings of all accounts (RFC 3261 section 10.3, without Path and outbound). Whoever registers has been authenticated before; the
/// host stores what it holds.
/// </summary>
internal sealed class BindingBook(RegistrarLimits limits, Deadlines deadlines) : Timed(deadlines)
{
    private const string Scheme = "registered:";

    private readonly Dictionary<string, ImmutableArray<Binding>> _bindings = [];
    private readonly Dictionary<SourceKey, int> _sources = [];

    public RegistrarLimits Limits { get; } = limits;

    /// <summary>Rises with every change.</summary>
    public long Version { get; private set; }

    public IEnumerable<Binding> All => _bindings.Values.SelectMany(one => one);

    /// <summary>The wanted one first: by q, then who registered last.</summary>
    public ImmutableArray<Binding> Of(string userName) => _bindings.GetValueOrDefault(userName, []);

    /// <summary>The name in an address of the form <c>registered:name</c>: a device that is called where it registered.</summary>
    public static bool IsRegistered(string address, out string userName)
    {
        userName = address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? address[Scheme.Length..].Trim() : "";
        return userName.Length > 0;
    }

    /// <summary>Whether a live binding was registered from this address.</summary>
    public bool IsSource(SipPath remote) => _sources.ContainsKey(SourceKey.Of(remote.Remote.Address));

    /// <summary>All of the wishes, or none (item 7: the update is committed as a whole).</summary>
    /// <returns>False when a binding was changed by a later request of the same Call-ID.</returns>
    public bool TryUpdate(string userName, RegisterReading reading, SipRequest request, SipPath path, Tick now)
    {
        var before = Of(userName);
        var touched = before.Where(one => reading.RemovesAll || reading.Wishes.Any(wish => IsSame(one, wish.Contact))).ToList();
        if (touched.Any(one => one.CallId == request.CallId && request.CSeq.Sequence <= one.Sequence))
            return false;
        var wanted = reading.Wishes.Where(wish => wish.Seconds > 0).Select(wish => Bind(userName, wish, request, path, now));
        Put(userName, before.Except(touched).Concat(wanted));
        return true;
    }

    /// <summary>Bindings of an earlier process, unless the account has registered since.</summary>
    public void Restore(IEnumerable<Binding> bindings, Tick now)
    {
        foreach (var account in bindings.Where(one => one.ExpiresAt > now).GroupBy(one => one.UserName))
        {
            var present = Of(account.Key);
            Put(account.Key, present.Concat(account.Where(old => !present.Any(one => one.Contact == old.Contact))));
        }
    }

    /// <summary>Forgets the bindings of accounts that are no more.</summary>
    public void Keep(ImmutableDictionary<string, Digest.DigestAccount> accounts)
    {
        foreach (var gone in _bindings.Keys.Where(name => !accounts.ContainsKey(name)).ToList())
            Put(gone, []);
    }

    public override void Advance(Tick now)
    {
        foreach (var (userName, bindings) in _bindings.Where(one => one.Value.Any(binding => binding.ExpiresAt <= now)).ToList())
            Put(userName, bindings.Where(binding => binding.ExpiresAt > now));
        Deadline = Soonest();
    }

    private void Put(string userName, IEnumerable<Binding> bindings)
    {
        var kept = bindings.OrderByDescending(one => one.RefreshedAt).Take(Limits.MaxBindings)
            .OrderByDescending(one => one.Preference).ThenByDescending(one => one.RefreshedAt).ToImmutableArray();
        var before = Of(userName);
        if (kept.SequenceEqual(before))
            return;
        foreach (var old in before)
            CountSource(old, -1);
        foreach (var one in kept)
            CountSource(one, +1);
        if (kept.IsEmpty)
            _bindings.Remove(userName);
        else
            _bindings[userName] = kept;
        Version++;
        Deadline = Soonest();
    }

    private Tick Soonest() => All.Select(one => one.ExpiresAt).DefaultIfEmpty(Tick.Never).Min();

    private void CountSource(Binding binding, int change)
    {
        var source = SourceKey.Of(binding.Path.Remote.Address);
        var count = _sources.GetValueOrDefault(source) + change;
        if (count == 0)
            _sources.Remove(source);
        else
            _sources[source] = count;
    }

    private static Binding Bind(string userName, BindingWish wish, SipRequest request, SipPath path, Tick now) => new()
    {
        UserName = userName,
        Contact = wish.Contact.ToString(),
        Path = Way(wish.Contact, request, path),
        CallId = request.CallId,
        Sequence = request.CSeq.Sequence,
        ExpiresAt = now + TimeSpan.FromSeconds(wish.Seconds),
        RefreshedAt = now,
        Preference = wish.Preference,
        Device = request.Find("User-Agent") is { } device ? device[..Math.Min(device.Length, 80)] : null,
    };

    /// <summary>
    /// A connection is used again. A device that asks for rport, or whose Contact is not where it sent from, is behind an address translator or
    /// wants to be answered where it sends from (RFC 3581); any other is called at its Contact.
    /// </summary>
    private static SipPath Way(SipUri contact, SipRequest request, SipPath path) =>
        path.IsReliable || request.Vias[0].Parameters.Has("rport") || !path.Remote.Address.Equals(contact.Address)
            ? path
            : path with { Remote = new System.Net.IPEndPoint(path.Remote.Address, contact.EffectivePort) };

    /// <summary>As far as devices differ in it (RFC 3261 section 19.1.4): user, host, port and transport.</summary>
    private static bool IsSame(Binding binding, SipUri contact) =>
        SipUri.TryParse(binding.Contact, out var known)
        && known.IsSecure == contact.IsSecure
        && known.User == contact.User
        && known.Host.Equals(contact.Host, StringComparison.OrdinalIgnoreCase)
        && known.EffectivePort == contact.EffectivePort
        && string.Equals(known.Parameters.Find("transport"), contact.Parameters.Find("transport"), StringComparison.OrdinalIgnoreCase);
}
