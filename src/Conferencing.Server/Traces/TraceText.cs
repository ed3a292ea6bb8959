using System.Globalization;
using System.Text;

namespace Conferencing.Server.Traces;

/// <summary>A trace as a text file for a support case.</summary>
internal static class TraceText
{
    public static string Write(Trace trace)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# SIP trace of {trace.RoomName}\n# Started {trace.StartedAt:yyyy-MM-dd HH:mm:ss zzz} by {trace.StartedBy}; passwords, keys and PINs are replaced by ***\n");
        text.Append(CultureInfo.InvariantCulture, $"# {trace.Messages.Count} messages, {trace.Seen - trace.Messages.Count} not kept\n");
        foreach (var message in trace.Messages)
        {
            var way = message.Outgoing ? $"bridge -> {message.Transport} {message.Remote}" : $"{message.Transport} {message.Remote} -> bridge";
            text.Append(CultureInfo.InvariantCulture, $"\n--- {message.Number}  {message.At:HH:mm:ss.ffffff}  +{(message.At - trace.Messages[0].At).TotalSeconds:0.000} s  {way}\n");
            text.Append(message.Text.ReplaceLineEndings("\n").TrimEnd()).Append('\n');
        }
        return text.ToString();
    }
}
