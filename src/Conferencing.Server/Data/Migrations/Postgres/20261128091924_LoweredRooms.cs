using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LoweredRooms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "kbits",
                table: "occurrencerooms",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "kbits",
                table: "briefingrooms",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "kbits",
                table: "occurrencerooms");

            migrationBuilder.DropColumn(
                name: "kbits",
                table: "briefingrooms");
        }
    }
}
