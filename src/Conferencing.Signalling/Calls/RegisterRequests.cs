using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>REGISTER, and the challenges of whoever has to prove himself.</summary>
internal sealed partial class UserAgentServer
{
    /// <summary>RFC 3261 section 10.3.</summary>
    private SipReject ReceiveRegister(SipRequest request, SipPath remote, bool isPeer, Tick now)
    {
        var reject = agent.Gate.Authenticate(request, remote, isPeer, now, out var user);
        if (reject != SipReject.None)
            return Challenge(request, remote, reject, now);
        var transaction = Open(request, remote, now);
        if (UserAgent.NotUnderstood(request) is { } required)
            return agent.RefuseExtension(transaction, required, now);
        if (request.To.Uri?.User != user)
            return Answer(transaction, 403, "Forbidden", SipReject.NotAllowed, now);
        var bindings = agent.Gate.Bindings;
        var reading = RegisterReading.Of(request, bindings.Limits);
        if (reading.Status == 423)
            return AnswerWith(transaction, 423, reading.Phrase, [Number("Min-Expires", (long)bindings.Limits.MinExpires.TotalSeconds)], SipReject.BadRegistration, now);
        if (reading.Status != 200)
            return Answer(transaction, reading.Status, reading.Phrase, SipReject.BadRegistration, now);
        if (!bindings.TryUpdate(user, reading, request, remote, now))
            return Answer(transaction, 500, "Sequence Number Too Low", SipReject.OldSequence, now);
        return AnswerWith(transaction, 200, "OK", [.. bindings.Of(user).Select(one => Current(one, now))], SipReject.None, now);
    }

    /// <summary>A binding as it stands in the 200 (item 8): with the time it has left, at least a second.</summary>
    private static SipHeader Current(Binding binding, Tick now)
    {
        var seconds = Math.Max(1, (long)(binding.ExpiresAt - now).TotalSeconds);
        return new SipHeader("Contact", string.Create(CultureInfo.InvariantCulture, $"<{binding.Contact}>;expires={seconds};q={binding.Preference / 1000m:0.0##}"));
    }

    private static SipHeader Number(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture));

    private SipReject Challenge(SipRequest request, SipPath remote, SipReject why, Tick now)
    {
        if (why != SipReject.TooManyFailures)
        {
            var challenge = agent.Gate.Challenge(request, agent.StatelessTag(request), remote, why, now);
            agent.Outbox.Transmit(request.Vias[0].ResponseDestination(remote), SipWriter.Write(challenge));
        }

        return why;
    }

    private SipReject AnswerWith(ServerTransaction transaction, int status, string phrase, ImmutableArray<SipHeader> headers, SipReject reject, Tick now)
    {
        var response = SipResponse.Answering(transaction.Request, status, phrase, agent.NewToken());
        transaction.Respond(response with { Others = [.. agent.Introduction(false), .. headers] }, now);
        return reject;
    }
}
