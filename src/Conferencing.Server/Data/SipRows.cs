using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>An account devices register with. It holds hashes of name, realm and password (HA1 of RFC 7616), no password.</summary>
internal sealed class SipAccountRow
{
    public Guid Id { get; set; }
    public string UserName { get; set; } = "";

    /// <summary>The realm the hashes were made for: with another one the password must be given anew.</summary>
    public string Realm { get; set; } = "";
    public string Md5 { get; set; } = "";
    public string Sha256 { get; set; } = "";
    public Instant ChangedAt { get; set; }
}
