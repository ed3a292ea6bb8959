namespace Conferencing.Signalling.Calls;

/// <summary>
/// The seam between a bridge and whatever speaks SIP for it: commands in, events out, nothing else.
/// The default agent is this project's engine with the bridge's sockets; a bridge chooses its agent when it is built.
/// </summary>
public interface ISipAgent
{
    /// <summary>Hands a command over. Returns at once; may be called from any thread. The outcome arrives as a <see cref="CallEvent"/>.</summary>
    void Post(CallCommand command);
}
