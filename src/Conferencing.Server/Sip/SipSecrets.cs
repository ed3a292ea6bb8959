using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Conferencing.Server.Sip;

/// <summary>Passwords of the SIP port: made, hashed, sealed for the database. None is logged or sent to a page twice.</summary>
internal sealed class SipSecrets(IDataProtectionProvider protection, ILogger<SipSecrets> log)
{
    /// <summary>No letters that are mistaken for digits when somebody types them into a room system.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private const int Length = 16;

    private readonly IDataProtector _protector = protection.CreateProtector("sip-outgoing");

    public static string NewPassword() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>HA1 of RFC 7616, lower-case hexadecimal.</summary>
    public static (string Md5, string Sha256) Hash(string userName, string realm, string password)
    {
        var text = Encoding.UTF8.GetBytes($"{userName}:{realm}:{password}");
#pragma warning disable CA5351 // MD5 is what most room systems speak; RFC 8760 keeps it for them
        return (Convert.ToHexStringLower(MD5.HashData(text)), Convert.ToHexStringLower(SHA256.HashData(text)));
#pragma warning restore CA5351
    }

    public string Seal(string password) => _protector.Protect(password);

    /// <summary>Null when this installation's keys do not fit, for example after a database was copied without them.</summary>
    public string? Open(string secret)
    {
        try
        {
            return _protector.Unprotect(secret);
        }
        catch (CryptographicException)
        {
            log.LogWarning("A device's password cannot be read with the keys in the data folder; it must be entered again");
            return null;
        }
    }
}
