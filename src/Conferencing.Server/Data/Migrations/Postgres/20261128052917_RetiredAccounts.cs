using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class RetiredAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "erasedat",
                table: "aspnetusers",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "retiredat",
                table: "aspnetusers",
                type: "bigint",
                nullable: true);

            // When the earlier ones were retired nobody noted: their time begins now.
            migrationBuilder.Sql("UPDATE aspnetusers SET retiredat = CAST(extract(epoch FROM now()) AS bigint) * 1000 WHERE disabled = TRUE;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "erasedat",
                table: "aspnetusers");

            migrationBuilder.DropColumn(
                name: "retiredat",
                table: "aspnetusers");
        }
    }
}
