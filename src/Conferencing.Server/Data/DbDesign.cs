using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Conferencing.Server.Data;

/// <summary>For <c>dotnet ef migrations add</c> only.</summary>
internal sealed class DbDesign : IDesignTimeDbContextFactory<Db>
{
    public Db CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<Db>().UseSqlite("Data Source=design.db").Options);
}
