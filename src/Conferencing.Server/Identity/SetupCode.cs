using System.Security.Cryptography;
using System.Text;

namespace Conferencing.Server.Identity;

/// <summary>
/// The right to make the first administrator: a code the server prints at its start while no account exists. It counts once, and a
/// new one is made at every start.
/// </summary>
internal sealed class SetupCode : IDisposable
{
    /// <summary>No letters or digits that are easily taken for each other.</summary>
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Held while somebody sets up: two at once with the same code would make two first administrators.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Null once it was used, or when it is not needed.</summary>
    public string? Value { get; private set; }

    public string Create() => Value = RandomNumberGenerator.GetString(Letters, 12);

    public bool Matches(string? offered) => Value is { } code && offered is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), Encoding.UTF8.GetBytes(code));

    public void Spend() => Value = null;

    public void Dispose() => Turn.Dispose();
}
