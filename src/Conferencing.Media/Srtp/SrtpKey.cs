using System.Diagnostics;
using System.Security.Cryptography;

namespace Conferencing.Media.Srtp;

/// <summary>A master key and salt for one direction of a call. Equal by value; never shows what it holds.</summary>
public sealed class SrtpKey : IEquatable<SrtpKey>
{
    private readonly byte[] _material;
    private readonly byte[] _identifier;

    /// <param name="material">Key and salt joined, as SDES writes them (RFC 4568 6.1).</param>
    /// <param name="identifier">The MKI that every packet carries before its tag; empty when there is none (RFC 3711 3.1).</param>
    public SrtpKey(SrtpSuite suite, ReadOnlySpan<byte> material, ReadOnlySpan<byte> identifier = default)
    {
        if (material.Length != suite.KeySize() + suite.SaltSize())
            throw new UnreachableException("Keys are checked for their length where they are read.");
        Suite = suite;
        _material = material.ToArray();
        _identifier = identifier.ToArray();
    }

    public SrtpSuite Suite { get; }

    internal ReadOnlySpan<byte> Key => _material.AsSpan(0, Suite.KeySize());

    internal ReadOnlySpan<byte> Salt => _material.AsSpan(Suite.KeySize());

    internal ReadOnlySpan<byte> Identifier => _identifier;

    public bool Equals(SrtpKey? other) =>
        other is not null && other.Suite == Suite
        && CryptographicOperations.FixedTimeEquals(other._material, _material) && other._identifier.AsSpan().SequenceEqual(_identifier);

    public override bool Equals(object? obj) => Equals(obj as SrtpKey);

    public override int GetHashCode() => (int)Suite;

    public override string ToString() => $"{Suite}, key not shown";
}

/// <summary>The keys of one call, both ways. The suite is the same.</summary>
/// <param name="Send">Ours, told to the peer.</param>
/// <param name="Receive">The peer's, told to us.</param>
public sealed record SrtpKeys(SrtpKey Send, SrtpKey Receive);
