using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Codecs;

/// <summary>The calls of libopus that are used, by its versioned name: the unversioned one comes with development packages only.</summary>
internal static unsafe partial class OpusLibrary
{
    /// <summary>Debian's package that holds it.</summary>
    public const string Package = "libopus0";

    /// <summary>OPUS_APPLICATION_VOIP.</summary>
    public const int Voice = 2048;

    private const string Library = "libopus.so.0";

    /// <summary>False when the library is not on this machine; then nothing else here may be called.</summary>
    public static bool IsThere { get; } = NativeLibrary.TryLoad(Library, out _);

    [LibraryImport(Library, EntryPoint = "opus_encoder_get_size")]
    public static partial int EncoderSize(int channels);

    [LibraryImport(Library, EntryPoint = "opus_encoder_init")]
    public static partial int BeginEncoder(byte* state, int sampleRateHz, int channels, int application);

    /// <summary>Variadic in C; with one integer the calling conventions of Linux on x86-64 and arm64 are the same.</summary>
    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int Set(byte* encoder, Setting setting, int value);

    /// <summary>The same for what is asked; the integer is filled in.</summary>
    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int Get(byte* encoder, Setting setting, int* value);

    [LibraryImport(Library, EntryPoint = "opus_encode")]
    public static partial int Encode(byte* encoder, short* samples, int count, byte* payload, int most);

    [LibraryImport(Library, EntryPoint = "opus_decoder_get_size")]
    public static partial int DecoderSize(int channels);

    [LibraryImport(Library, EntryPoint = "opus_decoder_init")]
    public static partial int BeginDecoder(byte* state, int sampleRateHz, int channels);

    [LibraryImport(Library, EntryPoint = "opus_decode")]
    public static partial int Decode(byte* decoder, byte* payload, int length, short* samples, int count, int lost);

    [LibraryImport(Library, EntryPoint = "opus_packet_get_nb_samples")]
    public static partial int CountSamples(byte* payload, int length, int sampleRateHz);

    /// <summary>Requests of opus_encoder_ctl, from opus_defines.h.</summary>
    public enum Setting
    {
        BitRate = 4002,
        VariableRate = 4006,
        Complexity = 4010,
        InBandFec = 4012,
        ExpectedLossPercent = 4014,
        Dtx = 4016,
        LookAhead = 4027,
    }
}
