namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>G.711 written from the recommendation for the tests alone, so that the product's own tables are not judged by themselves.</summary>
internal static class G711
{
    public const int MuLawPayloadType = 0;
    public const int ALawPayloadType = 8;

    public static short Decode(int payloadType, byte code) => payloadType == ALawPayloadType ? DecodeALaw(code) : DecodeMuLaw(code);

    public static byte EncodeMuLaw(short sample)
    {
        int sign = sample < 0 ? 0x80 : 0;
        int magnitude = Math.Min(Math.Abs((int)sample), 32635) + 0x84;
        int exponent = int.Log2(magnitude) - 7;
        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 15));
    }

    private static short DecodeMuLaw(byte code)
    {
        int value = ~code & 255;
        int magnitude = (((value & 15) << 3) + 0x84) << ((value >> 4) & 7);
        return (short)((value & 0x80) != 0 ? 0x84 - magnitude : magnitude - 0x84);
    }

    private static short DecodeALaw(byte code)
    {
        int value = code ^ 0x55;
        int segment = (value & 0x70) >> 4;
        int magnitude = ((value & 15) << 4) + 8;
        if (segment > 0) magnitude = (magnitude + 0x100) << (segment - 1);
        return (short)((value & 0x80) != 0 ? magnitude : -magnitude);
    }
}
