namespace Conferencing.Bridge.Rtp;

/// <summary>What a media loop itself refuses; <see cref="Conferencing.Media.DropReason"/> names what conferences refuse.</summary>
internal enum LoopRefusal
{
    /// <summary>From an address no leg is expected at: dropped unread.</summary>
    UnknownSource,

    /// <summary>The leg's remote address is not known (yet).</summary>
    NoDestination,

    /// <summary>The leg's remote address is of an IP family this node does not speak.</summary>
    NoFamily,

    /// <summary>A caller who has not been let in named the address of another leg in his SDP.</summary>
    AddressTaken,

    /// <summary>For a conference that broke or was closed.</summary>
    ConferenceGone,
}
