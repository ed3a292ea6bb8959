using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Conferencing.Server.Identity;

/// <summary>Codes of an authenticator program by the time (RFC 6238), as all of them make them: SHA-1, six digits, half a minute. Keeps nothing.</summary>
internal static class Totp
{
    public const int Digits = 6;
    private const int StepSeconds = 30;

    /// <summary>RFC 4226 section 4 (R6): 160 bits.</summary>
    private const int KeyBytes = 20;

    /// <summary>RFC 6238 section 5.2: for clocks that differ, and for who types slowly.</summary>
    private const int StepsAround = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    public static long StepAt(Instant now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>RFC 4226 section 5.3.</summary>
    public static string Code(ReadOnlySpan<byte> key, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // Authenticator programs speak SHA-1; as an HMAC it is sound (RFC 6238 section 1.2).
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & int.MaxValue;
        return (number % (int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code this is; null for a wrong one, and for one that was used before: a code opens once (RFC 6238 section 5.2).</summary>
    /// <param name="lastUsed">The step of the code that was used last.</param>
    public static long? Match(ReadOnlySpan<byte> key, string code, Instant now, long lastUsed)
    {
        var (offered, at) = (Encoding.ASCII.GetBytes(code), StepAt(now));
        long? found = null;
        for (var step = at - StepsAround; step <= at + StepsAround; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(key, step)), offered) && step > lastUsed) found ??= step;
        }
        return found;
    }

    /// <summary>RFC 4648 section 6, without padding, as it is typed where no camera is.</summary>
    public static string Text(ReadOnlySpan<byte> key)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var one in key)
        {
            (bits, count) = ((bits << 8) | one, count + 8);
            for (; count >= 5; count -= 5) text.Append(Base32[(bits >> (count - 5)) & 31]);
            bits &= (1 << count) - 1;
        }
        return count == 0 ? text.ToString() : text.Append(Base32[(bits << (5 - count)) & 31]).ToString();
    }

    /// <summary>What the picture for the camera says (the key URI format of authenticator programs).</summary>
    public static string Address(string issuer, string userName, ReadOnlySpan<byte> key) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(userName)}?secret={Text(key)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}";
}
