using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>The same database with PostgreSQL's own migrations. Only they use it: everything else works with <see cref="Db"/>.</summary>
internal sealed class PostgresDb(DbContextOptions<PostgresDb> options) : Db(options);
