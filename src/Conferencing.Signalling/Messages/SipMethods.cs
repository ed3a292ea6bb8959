namespace Conferencing.Signalling.Messages;

/// <summary>The methods this agent speaks.</summary>
internal static class SipMethods
{
    public const string Invite = "INVITE";
    public const string Ack = "ACK";
    public const string Bye = "BYE";
    public const string Cancel = "CANCEL";
    public const string Options = "OPTIONS";
    public const string Info = "INFO";
    public const string Update = "UPDATE";
    public const string Prack = "PRACK";
    public const string Refer = "REFER";
    public const string Notify = "NOTIFY";
    public const string Subscribe = "SUBSCRIBE";
    public const string Register = "REGISTER";

    /// <summary>Value of Allow.</summary>
    public const string Allowed = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REFER, NOTIFY, SUBSCRIBE";

    /// <summary>Value of Supported: extensions this agent understands when they are required.</summary>
    public const string Extensions = "timer, 100rel, replaces";

    /// <summary>A method as text; those every call has are not made again for each.</summary>
    public static string Text(ReadOnlySpan<char> method) => method switch
    {
        Invite => Invite,
        Ack => Ack,
        Bye => Bye,
        Cancel => Cancel,
        Options => Options,
        Info => Info,
        Update => Update,
        Register => Register,
        _ => method.ToString(),
    };

    /// <summary>Methods of other RFCs, which this agent refuses as not allowed rather than unknown.</summary>
    public static bool IsKnown(string method) =>
        method is Register or Subscribe or Notify or "PUBLISH" or "MESSAGE" or Refer or Prack;
}
