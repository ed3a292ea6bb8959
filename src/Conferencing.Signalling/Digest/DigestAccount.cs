namespace Conferencing.Signalling.Digest;

/// <summary>Who may register and call in. It holds hashes of name, realm and password (HA1 of RFC 7616), never a password; its text shows none.</summary>
/// <param name="Md5">HA1 by MD5, lower-case hexadecimal; null when the account has none.</param>
/// <param name="Sha256">HA1 by SHA-256.</param>
public sealed record DigestAccount(string UserName, string? Md5, string? Sha256)
{
    public override string ToString() => $"account {UserName}";

    /// <summary>The hash that stands for a password.</summary>
    public static string Ha1(DigestAlgorithm algorithm, string userName, string realm, string password) =>
        DigestHash.Of(algorithm, $"{userName}:{realm}:{password}");
}
