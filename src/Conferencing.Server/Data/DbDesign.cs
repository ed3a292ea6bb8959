using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Conferencing.Server.Data;

/// <summary>For <c>dotnet ef migrations add NAME --context Db</c> only.</summary>
internal sealed class DbDesign : IDesignTimeDbContextFactory<Db>
{
    public Db CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<Db>().UseSqlite("Data Source=design.db").Options);
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresDb --output-dir Data/Migrations/Postgres</c> only.</summary>
internal sealed class PostgresDbDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=design").Options);
}
