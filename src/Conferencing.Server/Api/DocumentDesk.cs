using Conferencing.Server.Data;
using Conferencing.Server.Documents;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>
/// Files put to a briefing and taken away again, also while it is held or over: minutes come afterwards. The content is on the disk before
/// a row names it, and goes after the last row that did.
/// </summary>
internal sealed class DocumentDesk(WriteGate gate, DocumentStore store, DocumentOptions options, BookingNews news, TimeProvider clock)
{
    private const int MaxNameLength = 150;

    public async Task<(DocumentRow? Document, Refusal? Refused)> Add(Guid briefingId, string? name, Stream content, Caller caller, CancellationToken cancel)
    {
        var given = Path.GetFileName((name ?? "").Trim().Replace('\\', '/'));
        if (CheckName(given) is { } wrong) return (null, Refusal.Invalid(wrong));
        if (await store.Write(content, options.MaxBytes, cancel) is not { } stored)
            return (null, Refusal.Invalid(new FieldMessage("content", "documentTooLarge", options.MaxMegabytes)));
        var result = default((DocumentRow? Document, Refusal? Refused));
        try
        {
            result = CheckContent(given, stored) is { } unfit ? (null, Refusal.Invalid(unfit)) : await Keep(briefingId, given, stored, caller, cancel);
        }
        finally
        {
            if (result.Document is null) store.Delete(stored.FileId);
        }
        if (result.Document is not null) await news.Tell([], []);
        return result;
    }

    public async Task<Refusal?> Remove(Guid briefingId, Guid documentId, Caller caller, CancellationToken cancel)
    {
        var (orphan, refused) = await gate.Write<(Guid?, Refusal?)>(async db =>
        {
            var row = await db.Documents.SingleOrDefaultAsync(document => document.Id == documentId && document.BriefingId == briefingId, cancel);
            var briefing = await db.Briefings.SingleOrDefaultAsync(one => one.Id == briefingId, cancel);
            if (row is null || briefing is null) return (null, Refusal.NotFound());
            if (!await Papers.MayFile(db, briefing, caller, cancel)) return (null, NotYours());
            db.Documents.Remove(row);
            BookingRows.Note(briefing, caller, clock.Now(), "documentRemoved", row.Name);
            await db.SaveChangesAsync(cancel);
            return (await db.Documents.AnyAsync(document => document.FileId == row.FileId, cancel) ? null : row.FileId, null);
        }, cancel);
        if (orphan is { } file) store.Delete(file);
        if (refused is null) await news.Tell([], []);
        return refused;
    }

    /// <summary>The same file in another briefing: nothing is copied.</summary>
    public static DocumentRow Share(DocumentRow document, Guid briefingId) => new()
    {
        Id = Guid.CreateVersion7(),
        BriefingId = briefingId,
        FileId = document.FileId,
        Name = document.Name,
        Bytes = document.Bytes,
        Hash = document.Hash,
        AddedBy = document.AddedBy,
        AddedAt = document.AddedAt,
    };

    private Task<(DocumentRow? Document, Refusal? Refused)> Keep(Guid briefingId, string name, DocumentStore.Stored stored, Caller caller, CancellationToken cancel) =>
        gate.Write<(DocumentRow?, Refusal?)>(async db =>
        {
            if (await db.Briefings.SingleOrDefaultAsync(one => one.Id == briefingId, cancel) is not { } briefing) return (null, Refusal.NotFound());
            if (!await Papers.MayFile(db, briefing, caller, cancel)) return (null, NotYours());
            if (await db.Documents.CountAsync(document => document.BriefingId == briefingId, cancel) >= options.MaxPerBriefing)
                return (null, Refusal.Conflict("documentsTooMany", options.MaxPerBriefing));
            var row = new DocumentRow
            {
                Id = Guid.CreateVersion7(),
                BriefingId = briefingId,
                FileId = stored.FileId,
                Name = name,
                Bytes = stored.Bytes,
                Hash = stored.Hash,
                AddedBy = caller.DisplayName,
                AddedAt = clock.Now(),
            };
            db.Documents.Add(row);
            BookingRows.Note(briefing, caller, clock.Now(), "documentAdded", name);
            await db.SaveChangesAsync(cancel);
            return (row, null);
        }, cancel);

    private static FieldMessage? CheckName(string name) =>
        name.Length == 0 ? new FieldMessage("name", "documentNameMissing")
        : name.Length > MaxNameLength ? new FieldMessage("name", "tooLongText", MaxNameLength)
        : name.Any(char.IsControl) ? new FieldMessage("name", "titleControl")
        : DocumentKind.Of(name) is null ? new FieldMessage("name", "documentKind", DocumentKind.Endings)
        : null;

    private static FieldMessage? CheckContent(string name, DocumentStore.Stored stored) =>
        stored.Bytes == 0 ? new FieldMessage("content", "documentEmpty")
        : DocumentKind.Of(name)!.Fits(stored.Head) ? null
        : new FieldMessage("content", "documentUnfit", Path.GetExtension(name));

    private static Refusal NotYours() => new(StatusCodes.Status403Forbidden, "notYours");
}
