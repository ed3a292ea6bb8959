namespace Conferencing.Signalling.Digest;

/// <summary>A name and a password for peers that ask with 401 or 407. Never logged: its text shows neither.</summary>
/// <param name="Realm">The realm it is for; null for any.</param>
/// <param name="Host">Host of the address dialled it is for; null for any.</param>
public sealed record DigestCredential(string? Realm, string? Host, string UserName, string Password)
{
    public override string ToString() => $"credential for realm {Realm ?? "any"}, host {Host ?? "any"}";
}
