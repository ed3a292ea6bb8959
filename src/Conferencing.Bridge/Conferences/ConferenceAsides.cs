using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>Which technicians talk to which rooms in private, by the plan. Several may at a time, each with a room of his own.</summary>
internal sealed partial class ConferenceRun
{
    private readonly List<AsideRun> _asides = [];

    /// <summary>Those that were given up, perhaps with the session: should it go on after all, they do not.</summary>
    private readonly HashSet<Guid> _asidesDone = [];
    private bool _asidesChanged;

    /// <summary>Addresses of the technicians' phones.</summary>
    public IEnumerable<string> AsideAddresses => _asides.Select(aside => aside.Plan.Address);

    public AsideRun? AsideOf(CallHandle call) => _asides.Find(aside => aside.Call == call);

    public ParticipantRun? ParticipantOf(Guid roomId) => _participants.GetValueOrDefault(roomId);

    public bool IsBelowPolicy(LegSettings settings) => settings.Protection is null && Plan.Encryption == EncryptionPolicy.Required;

    /// <summary>Every technician is hung up, and every room is back.</summary>
    public void DropAsides()
    {
        _asides.ForEach(aside => aside.Drop());
        _asidesDone.UnionWith(_asides.Select(aside => aside.Plan.AsideId));
        _asidesChanged |= _asides.Count > 0;
        _asides.Clear();
    }

    private DateTimeOffset AsideDeadline => Phase == ConferencePhase.Running && _asides.Count > 0 ? _asides.Min(aside => aside.NextDeadline) : DateTimeOffset.MaxValue;

    private void FollowAsides(ConferencePlan plan, DateTimeOffset now)
    {
        // No phone of a technician is certified for a secret session, whatever else its plan says.
        var wanted = now < plan.EndAt && plan.Secrecy == SecrecyLevel.Open ? plan.Asides.ToDictionary(aside => aside.AsideId) : [];
        foreach (var aside in _asides.Where(aside => !wanted.ContainsKey(aside.Plan.AsideId)).ToList())
        {
            aside.Drop();
            _asides.Remove(aside);
            _asidesDone.Add(aside.Plan.AsideId);
            _asidesChanged = true;
        }

        foreach (var aside in _asides)
        {
            aside.Apply(wanted[aside.Plan.AsideId], now);
            aside.EnforceEncryption(now);
            wanted.Remove(aside.Plan.AsideId);
        }

        foreach (var added in wanted.Values.Where(added => !_asidesDone.Contains(added.AsideId)))
            _asides.Add(new AsideRun(this, added, _board, now));
    }

    private void AdvanceAsides(DateTimeOffset now)
    {
        if (Phase != ConferencePhase.Running)
            return;
        foreach (var aside in _asides)
            aside.Advance(now);
    }

    private void ReportAsides()
    {
        foreach (var aside in _asides)
        {
            _asidesChanged |= aside.Changed;
            aside.Changed = false;
        }

        if (!_asidesChanged)
            return;
        _asidesChanged = false;
        _board.Put(new DirectorOutput.Asides(Id, [.. _asides.Select(aside => aside.Status)]));
    }
}
