using System.Globalization;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Messages;

/// <summary>Every sentence the server says to people, by stable code, once in each language.</summary>
internal static class MessageTable
{
    public static IReadOnlyDictionary<string, string> Of(Language language) => language switch
    {
        Language.Vi => Vietnamese.Texts,
        Language.En => English.Texts,
        _ => throw new System.Diagnostics.UnreachableException("A language without messages."),
    };

    public static string Text(Language language, string code, params object[] args) =>
        string.Format(CultureInfo.InvariantCulture, Of(language)[code], args);
}
