using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class DialIn : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "DialInNumber",
                table: "Occurrences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GuestPin",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HostPin",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Occurrences_DialInNumber_Start",
                table: "Occurrences",
                columns: new[] { "DialInNumber", "Start" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Occurrences_DialInNumber_Start",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "DialInNumber",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "GuestPin",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "HostPin",
                table: "Occurrences");
        }
    }
}
