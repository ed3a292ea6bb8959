namespace Conferencing.Media.Audio;

/// <summary>Gives a leg its own sound back, <see cref="Delay"/> later. Allocates when it is made and never after.</summary>
public sealed class EchoLine
{
    /// <summary>Long enough to finish a word and then hear it; short enough to know that it is one's own.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private const int MaxRateHz = 48000;

    private readonly short[] _line = new short[(int)(Delay.TotalSeconds * MaxRateHz)];
    private int _rateHz;
    private int _position;

    /// <param name="own">What the leg sent in this tick; empty when that was nothing.</param>
    /// <param name="heard">What it hears in this tick.</param>
    /// <param name="rateHz">Rate of both; another than before begins with silence.</param>
    public void Pass(ReadOnlySpan<short> own, Span<short> heard, int rateHz)
    {
        if (rateHz != _rateHz)
        {
            Array.Clear(_line);
            (_rateHz, _position) = (rateHz, 0);
        }

        int length = (int)(Delay.TotalSeconds * rateHz);
        for (int i = 0; i < heard.Length; i++)
        {
            heard[i] = _line[_position];
            _line[_position] = own.IsEmpty ? (short)0 : own[i];
            _position = (_position + 1) % length;
        }
    }
}
