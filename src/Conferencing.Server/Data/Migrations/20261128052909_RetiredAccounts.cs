using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class RetiredAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ErasedAt",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RetiredAt",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: true);

            // When the earlier ones were retired nobody noted: their time begins now.
            migrationBuilder.Sql("UPDATE AspNetUsers SET RetiredAt = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE Disabled = TRUE;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ErasedAt",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "RetiredAt",
                table: "AspNetUsers");
        }
    }
}
