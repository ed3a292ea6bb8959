using System.Collections.Immutable;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrations;
using Microsoft.Extensions.Configuration;

namespace Conferencing.Bridge.Node;

/// <summary>The settings of the account at a province's registrar. Its password is in no settings file: environment or data/keys only.</summary>
internal static class RegistrarSettings
{
    private const string PasswordVariable = "Sip__RegistrarPassword";

    /// <exception cref="SettingException">A value cannot be used.</exception>
    public static RegistrationOptions? Account(IConfiguration settings)
    {
        if (settings["Sip:Registrar"] is not { Length: > 0 } text)
            return null;
        ImmutableArray<SipUri> registrars = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => Uri("Sip:Registrar", one))];
        var user = settings["Sip:RegistrarUser"] is { Length: > 0 } given ? given : throw new SettingException("Sip:Registrar needs Sip:RegistrarUser.");
        var account = user.Contains('@', StringComparison.Ordinal) ? user : $"{user}@{registrars[0].Host}";
        return new RegistrationOptions
        {
            Registrars = registrars,
            Account = Uri("Sip:RegistrarUser", account.StartsWith("sip:", StringComparison.Ordinal) ? account : $"sip:{account}"),
            Expires = TimeSpan.FromSeconds(NodeOptions.Number(settings, "Sip:RegistrarExpires", 3600, 60, 86_400)),
        };
    }

    /// <exception cref="SettingException">The value cannot be used.</exception>
    public static SipUri? OutboundProxy(IConfiguration settings) =>
        settings["Sip:OutboundProxy"] is { Length: > 0 } text ? Uri("Sip:OutboundProxy", text) : null;

    /// <summary>Answers challenges to calls to the account's domain only: no other peer learns a hash of it.</summary>
    public static ImmutableArray<DigestCredential> Password(RegistrationOptions? account, string dataFolder)
    {
        if (account is null)
            return [];
        var file = Path.Combine(dataFolder, "keys", "registrar.password");
        var password = Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } given
            ? given
            : File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        return password.Length == 0 ? [] : [new DigestCredential(null, account.Account.Host, account.Account.User, password)];
    }

    private static SipUri Uri(string name, string text) => SipUri.TryParse(text, out var uri) && uri.Headers is null
        ? uri
        : throw new SettingException($"{name} is '{text}', which is no SIP address.");
}
