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

    /// <summary>Value of Allow.</summary>
    public const string Allowed = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";

    /// <summary>Methods of other RFCs, which this agent refuses as not allowed rather than unknown.</summary>
    public static bool IsKnown(string method) =>
        method is "REGISTER" or "SUBSCRIBE" or "NOTIFY" or "PUBLISH" or "MESSAGE" or "REFER" or "PRACK";
}
