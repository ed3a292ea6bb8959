namespace Conferencing.Server.Settings;

/// <summary>Calling in: the numbers conferences get, and what callers meet.</summary>
internal sealed class DialInOptions
{
    public const string Section = "DialIn";

    /// <summary>False: conferences get no number, and nobody can call in.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Conferences get the first free number from here on.</summary>
    public int FirstNumber { get; set; } = 8001;

    /// <summary>Who calls this number hears himself, a second later. Never given to a conference; 0 for none.</summary>
    public int EchoNumber { get; set; } = 9196;

    /// <summary>Guests hear music until the chair's room, or somebody with the host PIN, is in.</summary>
    public bool GuestsWaitForChair { get; set; } = true;

    /// <summary>Ask a room for a PIN also when it calls the conference it belongs to.</summary>
    public bool RoomsNeedPin { get; set; }

    /// <summary>Guests in one conference at one time.</summary>
    public int MaxGuests { get; set; } = 50;
}
