namespace Conferencing.RoomSimulator.Sounds;

/// <summary>
/// Somebody speaking now and then, at a pitch of his own: a pulse train through three formant resonators, syllable by syllable, with
/// room noise in the pauses. Understandable to a level meter and a speaker chooser, not to a listener.
/// </summary>
internal sealed class Speech : Sound
{
    private const double SyllablePeak = 0.25 * 32767;

    /// <summary>Formants of a, e, i, o, u and ơ in Hz, after Fant.</summary>
    private static readonly double[][] Vowels =
        [[730, 1090, 2440], [530, 1840, 2480], [270, 2290, 2700], [570, 840, 2410], [300, 870, 2240], [490, 1350, 2500]];

    private readonly Random _random;
    private readonly RoomNoise _noise;
    private readonly double _pitchHz;
    private readonly double _talkShare;
    private readonly Resonator[] _formants = [new(80), new(100), new(140)];
    private int _talkLeft;
    private int _pauseLeft;
    private int _syllableLength;
    private int _syllableAt;
    private bool _isConsonant;
    private double _phase;
    private double _source;
    private double _loudest = 1;

    /// <param name="talkShare">Part of the time in which the room speaks, over 0 and up to 1.</param>
    public Speech(Random random, double pitchHz, double talkShare)
    {
        _random = random;
        _noise = new RoomNoise(random);
        _pitchHz = pitchHz;
        _talkShare = talkShare;
        _pauseLeft = (int)(random.NextDouble() * PauseSamples());
    }

    public override void Fill(Span<short> samples)
    {
        _noise.Fill(samples);
        foreach (ref short sample in samples)
        {
            if (_pauseLeft > 0)
            {
                _pauseLeft--;
                continue;
            }
            if (_talkLeft == 0) _talkLeft = _random.Next(2 * RateHz, 7 * RateHz);
            sample += Speak();
            if (--_talkLeft == 0) _pauseLeft = PauseSamples();
        }
    }

    private int PauseSamples() => (int)(4.5 * RateHz * ((1 / _talkShare) - 1) * (0.5 + _random.NextDouble()));

    private short Speak()
    {
        if (_syllableAt >= _syllableLength) BeginSyllable();
        double envelope = Math.Sin(Math.PI * _syllableAt / _syllableLength);
        _syllableAt++;
        double sound = Voice();
        // The formants' gains differ by vowel and pitch: follow the peak, and speak at one loudness.
        _loudest = Math.Max(_loudest * 0.9999, Math.Abs(sound));
        return (short)(SyllablePeak * envelope * sound / _loudest);
    }

    private double Voice()
    {
        double excitation = _isConsonant ? (_random.NextDouble() - 0.5) * 0.3 : Pulse();
        double sum = 0;
        foreach (var formant in _formants)
            sum += formant.Next(excitation);
        return sum;
    }

    private double Pulse()
    {
        _phase += _pitchHz * (1 + (0.1 * Math.Sin(2 * Math.PI * _talkLeft / (1.3 * RateHz)))) / RateHz;
        double impulse = 0;
        if (_phase >= 1)
        {
            _phase--;
            impulse = 1;
        }
        _source = (0.85 * _source) + impulse;
        return _source;
    }

    private void BeginSyllable()
    {
        _isConsonant = !_isConsonant && _random.Next(3) == 0;
        _syllableAt = 0;
        _syllableLength = _isConsonant ? _random.Next(RateHz / 25, RateHz / 12) : _random.Next(RateHz / 8, RateHz / 4);
        double[] vowel = Vowels[_random.Next(Vowels.Length)];
        for (int i = 0; i < _formants.Length; i++)
            _formants[i].Tune(vowel[i]);
    }

    /// <summary>A two-pole resonance.</summary>
    private sealed class Resonator(double bandwidthHz)
    {
        private double _feedback1;
        private double _feedback2;
        private double _last;
        private double _beforeLast;

        public void Tune(double frequencyHz)
        {
            double radius = Math.Exp(-Math.PI * bandwidthHz / RateHz);
            _feedback1 = 2 * radius * Math.Cos(2 * Math.PI * frequencyHz / RateHz);
            _feedback2 = -radius * radius;
        }

        public double Next(double input)
        {
            double output = input + (_feedback1 * _last) + (_feedback2 * _beforeLast);
            _beforeLast = _last;
            _last = output;
            return output;
        }
    }
}
