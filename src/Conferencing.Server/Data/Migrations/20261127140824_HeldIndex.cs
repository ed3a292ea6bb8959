using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class HeldIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OccurrenceRooms_RoomId_Start_End",
                table: "OccurrenceRooms");

            migrationBuilder.CreateIndex(
                name: "IX_OccurrenceRooms_RoomId_Off_Start_End_OccurrenceId",
                table: "OccurrenceRooms",
                columns: new[] { "RoomId", "Off", "Start", "End", "OccurrenceId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OccurrenceRooms_RoomId_Off_Start_End_OccurrenceId",
                table: "OccurrenceRooms");

            migrationBuilder.CreateIndex(
                name: "IX_OccurrenceRooms_RoomId_Start_End",
                table: "OccurrenceRooms",
                columns: new[] { "RoomId", "Start", "End" });
        }
    }
}
