using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class Series : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ChairRoomId",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "Defective",
                table: "Occurrences",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "Edited",
                table: "Occurrences",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Note",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RuleDay",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Status",
                table: "Occurrences",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Title",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "OfficialDays",
                columns: table => new
                {
                    Date = table.Column<string>(type: "TEXT", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", nullable: true),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OfficialDays", x => x.Date);
                });

            migrationBuilder.CreateTable(
                name: "OnceKeys",
                columns: table => new
                {
                    AccountId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Key = table.Column<string>(type: "TEXT", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    BriefingId = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OnceKeys", x => new { x.AccountId, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "Series",
                columns: table => new
                {
                    BriefingId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Rule = table.Column<string>(type: "TEXT", nullable: false),
                    Zone = table.Column<string>(type: "TEXT", nullable: false),
                    FirstDay = table.Column<string>(type: "TEXT", nullable: false),
                    StartTime = table.Column<string>(type: "TEXT", nullable: false),
                    LengthSeconds = table.Column<int>(type: "INTEGER", nullable: false),
                    Except = table.Column<string>(type: "TEXT", nullable: false),
                    OnHoliday = table.Column<string>(type: "TEXT", nullable: false),
                    OnClash = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Series", x => x.BriefingId);
                    table.ForeignKey(
                        name: "FK_Series_Briefings_BriefingId",
                        column: x => x.BriefingId,
                        principalTable: "Briefings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_OnceKeys_At",
                table: "OnceKeys",
                column: "At");

            // Every session has a status of its own from now on: so far it was that of its briefing.
            migrationBuilder.Sql("UPDATE Occurrences SET Status = (SELECT briefing.Status FROM Briefings AS briefing WHERE briefing.Id = Occurrences.BriefingId)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OfficialDays");

            migrationBuilder.DropTable(
                name: "OnceKeys");

            migrationBuilder.DropTable(
                name: "Series");

            migrationBuilder.DropColumn(
                name: "ChairRoomId",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "Defective",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "Edited",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "Note",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "RuleDay",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "Status",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "Title",
                table: "Occurrences");
        }
    }
}
