namespace Conferencing.Server.Data;

/// <summary>
/// Keeps lines of the audit trail as they were written, whatever code or a person at the database tries: no change, no line put in between, and no
/// removal of what is younger than a year by the database's own clock. Older lines may go: how long they are kept beyond that is a setting.
/// Whoever owns the database can take the guard away; the digests then tell that lines were altered.
/// </summary>
internal static class AuditGuard
{
    /// <summary>Days within which nothing is removed, by anybody.</summary>
    public const int MinKeepDays = 365;

    private const string Refusal = "lines of the audit trail are neither changed nor removed";

    private const string YoungestMs = "31536000000";

    public const string Sqlite =
        $"""
        CREATE TRIGGER Audit_NoUpdate BEFORE UPDATE ON Audit
        BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
        CREATE TRIGGER Audit_NoDelete BEFORE DELETE ON Audit WHEN OLD.At > CAST(strftime('%s', 'now') AS INTEGER) * 1000 - {YoungestMs}
        BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
        CREATE TRIGGER Audit_OnlyNext BEFORE INSERT ON Audit WHEN EXISTS (SELECT 1 FROM Audit WHERE Number >= NEW.Number)
        BEGIN SELECT RAISE(ABORT, '{Refusal}'); END;
        """;

    public const string Postgres =
        $"""
        CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF TG_OP = 'DELETE' AND OLD.At <= extract(epoch FROM now()) * 1000 - {YoungestMs} THEN RETURN OLD; END IF;
          IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT 1 FROM Audit WHERE Number >= NEW.Number) THEN RETURN NEW; END IF;
          RAISE EXCEPTION '{Refusal}' USING ERRCODE = 'integrity_constraint_violation';
        END $$;
        CREATE TRIGGER audit_guard BEFORE INSERT OR UPDATE OR DELETE ON Audit FOR EACH ROW EXECUTE FUNCTION audit_guard();
        CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON Audit FOR EACH STATEMENT EXECUTE FUNCTION audit_guard();
        """;

    public const string DropPostgres = "DROP FUNCTION IF EXISTS audit_guard() CASCADE;";

    /// <summary>The beginning of a statement that moves the guard with its table, if it is there.</summary>
    public const string MovePostgres = "DO $$ BEGIN IF to_regprocedure('audit_guard()') IS NOT NULL THEN ALTER FUNCTION audit_guard()";
}
