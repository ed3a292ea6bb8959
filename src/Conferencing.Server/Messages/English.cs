namespace Conferencing.Server.Messages;
internal static class English { public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>(); }
