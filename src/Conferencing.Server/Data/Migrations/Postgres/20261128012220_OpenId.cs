using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OpenId : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "openidexpected",
                table: "aspnetusers",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "openidissuer",
                table: "aspnetusers",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "openidsubject",
                table: "aspnetusers",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateIndex(
                name: "ix_aspnetusers_openidexpected",
                table: "aspnetusers",
                column: "openidexpected",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_aspnetusers_openidissuer_openidsubject",
                table: "aspnetusers",
                columns: new[] { "openidissuer", "openidsubject" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_aspnetusers_openidexpected",
                table: "aspnetusers");

            migrationBuilder.DropIndex(
                name: "ix_aspnetusers_openidissuer_openidsubject",
                table: "aspnetusers");

            migrationBuilder.DropColumn(
                name: "openidexpected",
                table: "aspnetusers");

            migrationBuilder.DropColumn(
                name: "openidissuer",
                table: "aspnetusers");

            migrationBuilder.DropColumn(
                name: "openidsubject",
                table: "aspnetusers");
        }
    }
}
