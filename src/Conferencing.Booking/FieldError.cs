using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>One thing wrong with one field of a form: which, and a code that stays the same in every language.</summary>
/// <param name="Field">The field's name in the HTTP API.</param>
/// <param name="Args">What the message names: a limit, a room.</param>
public sealed record FieldError(string Field, string Code, params ImmutableArray<object> Args);
