using System.Text;

namespace Conferencing.Tests.Fuzzing;

/// <summary>A few changes of a kept input, by a seeded source of chance: single bytes, cuts, repetitions, pieces of the grammar and of other inputs.</summary>
internal static class Mutation
{
    private static readonly byte[][] Pieces =
        [.. new[] { "\r\n", "\n", " ", "\t", ":", ";", ",", "\"", "\\", "<", ">", "@", "=", "/", "[", "]", "?", "%", "\0", "\u1edf", "\xff", "sip:", "SIP/2.0", "4294967296", "-1", "z9hG4bK", "tag=", "m=audio ", "a=rtpmap:", "c=IN IP4 " }
            .Select(Encoding.UTF8.GetBytes)];

    public static byte[] Of(byte[] original, List<byte[]> corpus, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(60), bytes.Count - at)));
                    break;
                case 4:
                    var other = corpus[random.Next(corpus.Count)];
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(80))]);
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(10) == 0 ? bytes.Count - at : 0);
                    break;
            }
        }

        return [.. bytes];
    }
}
