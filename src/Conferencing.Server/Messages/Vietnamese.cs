namespace Conferencing.Server.Messages;
internal static class Vietnamese { public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>(); }
