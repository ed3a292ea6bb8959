using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Conferencing.Server.Audit;

/// <summary>
/// Reads what every save changes. Inside the write gate the gate writes the lines before it commits; a save outside of it (accounts are saved by
/// ASP.NET Identity) gets a transaction of its own here, so that change and line are stored together or not at all.
/// </summary>
internal sealed class AuditInterceptor(AuditTrail trail) : SaveChangesInterceptor
{
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not Db db) return result;
        db.Changes.Read(db.ChangeTracker);
        // What changed was just found: it need not be looked for twice.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.Revised.Read(db.ChangeTracker);
        if (!(db.Changes.IsEmpty && db.Revised.IsEmpty) && db.Database.CurrentTransaction is null) db.Changes.Own = await trail.Begin(db, cancellationToken);
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is not Db db) return result;
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        if (db.Changes.Own is not { } own) return result;
        db.Changes.Own = null;
        await using (own)
        {
            await trail.Write(db, cancellationToken);
            await db.Revised.Write(db, cancellationToken);
            await own.CommitAsync(CancellationToken.None);
        }
        return result;
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) => GiveUp(eventData.Context);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default) => GiveUp(eventData.Context);

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new System.Diagnostics.UnreachableException("Nothing is saved synchronously here: the audit trail would not hear of it.");

    private static async Task GiveUp(DbContext? context)
    {
        if (context is not Db db) return;
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        db.Changes.Take();
        db.Revised.Forget();
        if (db.Changes.Own is not { } own) return;
        db.Changes.Own = null;
        await own.DisposeAsync();
    }
}
