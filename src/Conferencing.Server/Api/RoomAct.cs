namespace Conferencing.Server.Api;

/// <summary>What a technician does to one room.</summary>
internal enum RoomAct
{
    Mute,
    Unmute,
    Call,
    HangUp,
    /// <summary>The room is unmuted, all others but the chair are muted.</summary>
    Floor,
}
