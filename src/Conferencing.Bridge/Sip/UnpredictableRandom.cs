using System.Security.Cryptography;

namespace Conferencing.Bridge.Sip;

/// <summary>Randomness nobody can foretell: tags and branches keep strangers out of dialogs.</summary>
internal sealed class UnpredictableRandom : Random
{
    public override void NextBytes(byte[] buffer) => RandomNumberGenerator.Fill(buffer);

    public override void NextBytes(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    public override int Next(int minValue, int maxValue) => RandomNumberGenerator.GetInt32(minValue, maxValue);

    public override int Next(int maxValue) => RandomNumberGenerator.GetInt32(maxValue);

    public override int Next() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
