using System.Security.Cryptography;
using System.Text;
using Conferencing.Server.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Identity;

/// <summary>
/// The second step of signing in: codes of an authenticator program, and ten codes on paper for when the telephone is lost. Judges and counts codes
/// inside the write gate, so that none opens twice, whoever races. The key is sealed with this installation's keys, of paper codes only digests are kept.
/// </summary>
internal sealed class SecondFactor(WriteGate gate, IDataProtectionProvider protection, TimeProvider clock)
{
    public const int PaperCodes = 10;
    private const int LongestCode = 40;

    /// <summary>No letters that are mistaken for digits: ten of them are about 50 bits, and wrong codes lock the account.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly IDataProtector _protector = protection.CreateProtector("second-factor");

    /// <summary>A new key, which counts once a code of it was entered. Null if the account has one that counts.</summary>
    public Task<byte[]?> Prepare(Guid account, CancellationToken cancel) => gate.Write<byte[]?>(async db =>
    {
        var row = await db.Users.SingleAsync(one => one.Id == account, cancel);
        if (row.TwoFactorEnabled) return null;
        var key = Totp.NewKey();
        (row.TotpKey, row.TotpStep) = (_protector.Protect(Convert.ToBase64String(key)), 0);
        await Save(db, row, cancel);
        return key;
    }, cancel);

    /// <summary>From here on it counts; the paper codes, shown this once. Null for a wrong code.</summary>
    public Task<string[]?> Begin(Guid account, string code, CancellationToken cancel) => gate.Write<string[]?>(async db =>
    {
        var row = await db.Users.SingleAsync(one => one.Id == account, cancel);
        if (row.TwoFactorEnabled || !TakeCode(row, code)) return null;
        // Sign-ins of before, without this step, end.
        (row.TwoFactorEnabled, row.SecurityStamp) = (true, Guid.NewGuid().ToString());
        return await NewPaper(db, row, cancel);
    }, cancel);

    /// <summary>Whether a code of either kind opens the account. It is spent by that.</summary>
    public Task<bool> Spend(Guid account, string code, CancellationToken cancel) => gate.Write(async db =>
    {
        if (code.Length > LongestCode) return false;
        var row = await db.Users.SingleAsync(one => one.Id == account, cancel);
        var opens = row.TwoFactorEnabled && (TakeCode(row, code) || TakePaper(row, code));
        if (opens) await Save(db, row, cancel);
        return opens;
    }, cancel);

    /// <summary>New paper codes; those of before count no more.</summary>
    public Task<string[]> RenewPaper(Guid account, CancellationToken cancel) => gate.Write(async db =>
        await NewPaper(db, await db.Users.SingleAsync(one => one.Id == account, cancel), cancel), cancel);

    public Task<bool> Remove(Guid account, CancellationToken cancel) => gate.Write(async db =>
    {
        if (await db.Users.SingleOrDefaultAsync(one => one.Id == account, cancel) is not { } row) return false;
        (row.TwoFactorEnabled, row.TotpKey, row.TotpStep, row.PaperCodes) = (false, null, 0, "");
        await Save(db, row, cancel);
        return true;
    }, cancel);

    public static int PaperLeft(Account account) => account.PaperCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private bool TakeCode(Account row, string code)
    {
        var digits = string.Concat(code.Where(char.IsAsciiDigit));
        if (digits.Length != Totp.Digits || row.TotpKey is not { } seal || Open(seal) is not { } key) return false;
        if (Totp.Match(key, digits, clock.Now(), row.TotpStep) is not { } step) return false;
        row.TotpStep = step;
        return true;
    }

    private static bool TakePaper(Account row, string code)
    {
        var left = row.PaperCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!left.Remove(Digest(code))) return false;
        row.PaperCodes = string.Join(' ', left);
        return true;
    }

    private static async Task<string[]> NewPaper(Db db, Account row, CancellationToken cancel)
    {
        string[] codes = [.. Enumerable.Range(0, PaperCodes).Select(_ => $"{RandomNumberGenerator.GetString(Alphabet, 5)}-{RandomNumberGenerator.GetString(Alphabet, 5)}")];
        row.PaperCodes = string.Join(' ', codes.Select(Digest));
        await Save(db, row, cancel);
        return codes;
    }

    /// <summary>Whoever has read the account before, and would write all of it back, notices that it is another one now.</summary>
    private static Task<int> Save(Db db, Account row, CancellationToken cancel)
    {
        row.ConcurrencyStamp = Guid.NewGuid().ToString();
        return db.SaveChangesAsync(cancel);
    }

    /// <summary>As it was written down: without case, blanks and dashes.</summary>
    private static string Digest(string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)))));

    /// <summary>Null when this installation's keys do not fit: an administrator takes the second step away.</summary>
    private byte[]? Open(string seal)
    {
        try
        {
            return Convert.FromBase64String(_protector.Unprotect(seal));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
