namespace Conferencing.Server.Identity;

/// <summary>The languages of messages; Vietnamese first.</summary>
public enum Language
{
    Vi,
    En,
}
