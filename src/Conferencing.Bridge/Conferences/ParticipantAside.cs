using Conferencing.Media;

namespace Conferencing.Bridge.Conferences;

/// <summary>A room that a technician talks to in private: where its leg is meanwhile. Who talks to whom, and why it ends, is <see cref="AsideRun"/>'s.</summary>
internal sealed partial class ParticipantRun
{
    /// <summary>The leg of the technician who is aside with it; null while it is in the conference.</summary>
    private LegId? _asideWith;

    public bool IsAside => _asideWith is not null;

    /// <summary>A mute by a technician keeps the room out of the conference; to be heard in private is what it is taken aside for. What the room muted itself stays so.</summary>
    private bool IsSilenced => IsAside ? _status.SelfMuted : IsMuted;

    /// <summary>Out of the mix first, and only then heard whatever the plan says of it.</summary>
    public void GoAside(LegId technician)
    {
        if (_leg is not { } leg)
            return;
        _asideWith = technician;
        Conference.NoteMembers();
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, PlaceOf(leg.Id)));
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.SetMuted(leg.Id, IsSilenced)));
    }

    /// <summary>As the plan says, and then into the mix.</summary>
    /// <param name="leg">The one it was aside on: a call begun since is in the conference already.</param>
    public void ComeBack(LegId leg)
    {
        if (!IsAside || _leg?.Id != leg)
            return;
        _asideWith = null;
        Conference.NoteMembers();
        PlaceLegMedia();
        Say(Prompt.BackInSession);
    }
}
