using System.Buffers.Binary;
using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Prompts;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>What callers hear who are not in: prompts, music, themselves; and the recorded prompts as they are read.</summary>
public sealed class CallerSoundTests
{
    private static readonly short[] Melody = Tone.Sine(500, TimeSpan.FromSeconds(0.5), -20);

    [Fact]
    public void A_leg_before_the_door_hears_its_music_over_and_over_and_nobody_hears_it()
    {
        var simulation = new ConferenceSimulation(1);
        var (inside, waiting) = (simulation.Add(), simulation.Add());
        simulation.Do(new MediaCommand.SetPlace(waiting.Leg, LegPlace.Apart, Melody));
        simulation.RunAndListen(1, 3);
        Assert.InRange(Goertzel.Amplitude(waiting.Heard, 500), 4000, 5000);
        Assert.True(Goertzel.Amplitude(waiting.Heard, inside.FrequencyHz) < 20);
        Assert.True(Goertzel.Amplitude(inside.Heard, waiting.FrequencyHz) < 20);
        Assert.DoesNotContain(simulation.Events.OfType<MediaEvent.Levels>().Last().Legs, level => level.Leg == waiting.Leg && level.Speaking);

        simulation.Do(new MediaCommand.SetPlace(waiting.Leg, LegPlace.Mix, default));
        simulation.RunAndListen(0.5, 2);
        simulation.AssertEverybodyIsHeard();
        Assert.True(Goertzel.Amplitude(waiting.Heard, 500) < 20);
    }

    [Fact]
    public void A_prompt_silences_the_music_and_a_key_silences_the_prompt()
    {
        var simulation = new ConferenceSimulation(2);
        var caller = simulation.Add(with: room => room.Sends = false);
        simulation.Do(new MediaCommand.SetPlace(caller.Leg, LegPlace.Apart, Melody));
        simulation.Do(new MediaCommand.Play(caller.Leg, Tone.Sine(1250, TimeSpan.FromSeconds(10), -20)));
        simulation.RunAndListen(0.2, 1);
        Assert.InRange(Goertzel.Amplitude(caller.Heard, 1250), 4000, 5000);
        Assert.True(Goertzel.Amplitude(caller.Heard, 500) < 20);

        simulation.Do(new MediaCommand.StopPlaying(caller.Leg));
        simulation.RunAndListen(0.2, 1);
        Assert.True(Goertzel.Amplitude(caller.Heard, 1250) < 20);
        Assert.InRange(Goertzel.Amplitude(caller.Heard, 500), 4000, 5000);
    }

    [Fact]
    public void An_echo_gives_a_caller_his_own_sound_a_second_later_and_the_conference_nothing()
    {
        var simulation = new ConferenceSimulation(3);
        var (inside, caller) = (simulation.Add(with: room => room.Sends = false), simulation.Add());
        simulation.Do(new MediaCommand.SetPlace(caller.Leg, LegPlace.Echo, default));
        simulation.RunAndListen(0, 0.9);
        Assert.True(Goertzel.Amplitude(caller.Heard, caller.FrequencyHz) < 20);
        simulation.RunAndListen(0.5, 2);
        Assert.InRange(Goertzel.Amplitude(caller.Heard, caller.FrequencyHz), 900, 1100);
        Assert.True(Goertzel.Amplitude(inside.Heard, caller.FrequencyHz) < 20);
    }

    [Fact]
    public void An_echo_beside_a_room_of_a_higher_rate_is_heard_by_the_caller_alone()
    {
        var simulation = new ConferenceSimulation(4);
        var (inside, caller) = (simulation.Add(with: room => (room.Sends, room.Codec) = (false, AudioCodec.G722)), simulation.Add());
        simulation.Do(new MediaCommand.SetPlace(caller.Leg, LegPlace.Echo, default));
        simulation.RunAndListen(1.5, 2);
        Assert.InRange(Goertzel.Amplitude(caller.Heard, caller.FrequencyHz), 900, 1100);
        Assert.True(inside.Hears(caller.FrequencyHz) < 20);
    }

    [Fact]
    public void Music_on_hold_is_soft_and_its_end_fits_its_beginning()
    {
        var music = MusicOnHold.Samples();
        var rms = Math.Sqrt(music.Average(sample => (double)sample * sample));
        Assert.InRange(20 * Math.Log10(rms / 32768), -31, -29);
        Assert.InRange(Math.Abs(music[0] - music[^1]), 0, 200);
        Assert.InRange(music.Max(Math.Abs), 1000, 16000);
    }

    public static TheoryData<int, int, int, int, bool> Formats() => new()
    {
        { 1, 16, 1, 8000, true },
        { 1, 16, 1, 16000, true },
        { 6, 8, 1, 8000, true },
        { 7, 8, 1, 16000, true },
        { 1, 16, 2, 8000, false },
        { 1, 16, 1, 44100, false },
        { 1, 24, 1, 8000, false },
        { 85, 16, 1, 8000, false },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_recorded_prompt_is_read_at_either_rate_or_refused_with_a_reason(int format, int bits, int channels, int rateHz, bool usable)
    {
        var sine = Enumerable.Range(0, rateHz).Select(i => (short)(8000 * Math.Sin(2 * Math.PI * 1000 * i / rateHz))).ToArray();
        Assert.Equal(usable, WavSound.TryRead(Wav(format, bits, channels, rateHz, Bytes(format, sine)), out var samples, out var reason));
        Assert.Equal(usable, reason.Length == 0);
        if (usable)
        {
            Assert.Equal(8000, samples.Length);
            Assert.InRange(Goertzel.Amplitude(samples, 1000), 7700, 8300);
        }
    }

    [Fact]
    public void What_is_no_wav_is_refused_wherever_it_is_cut()
    {
        var wav = Wav(1, 16, 1, 8000, new byte[400]);
        for (var length = 0; length < 44; length++)
            Assert.True(!WavSound.TryRead(wav.AsSpan(0, length), out var samples, out _) || samples.Length == 0);
        Assert.True(WavSound.TryRead(wav.AsSpan(0, 244), out var cut, out _));
        Assert.Equal(100, cut.Length);
    }

    private static byte[] Bytes(int format, short[] samples)
    {
        var bytes = new byte[format is 6 or 7 ? samples.Length : samples.Length * 2];
        if (format == 6)
            G711.EncodeAlaw(samples, bytes);
        else if (format == 7)
            G711.EncodeUlaw(samples, bytes);
        else
            for (var i = 0; i < samples.Length; i++)
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), samples[i]);
        return bytes;
    }

    private static byte[] Wav(int format, int bits, int channels, int rateHz, byte[] data)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(36 + data.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)format);
        writer.Write((short)channels);
        writer.Write(rateHz);
        writer.Write(rateHz * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write((short)bits);
        writer.Write("data"u8);
        writer.Write(data.Length);
        writer.Write(data);
        return file.ToArray();
    }
}
