using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class Dossiers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "AgendaPoint",
                table: "Occurrences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AgendaSince",
                table: "Occurrences",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Dossier",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SetUpMinutes",
                table: "Occurrences",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "Optional",
                table: "OccurrenceRooms",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Dossier",
                table: "Briefings",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<int>(
                name: "SetUpMinutes",
                table: "Briefings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "Optional",
                table: "BriefingRooms",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "Documents",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    BriefingId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FileId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    AddedBy = table.Column<string>(type: "TEXT", nullable: false),
                    AddedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Documents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Documents_Briefings_BriefingId",
                        column: x => x.BriefingId,
                        principalTable: "Briefings",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Documents_BriefingId",
                table: "Documents",
                column: "BriefingId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Documents");

            migrationBuilder.DropColumn(
                name: "AgendaPoint",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "AgendaSince",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "Dossier",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "SetUpMinutes",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "Optional",
                table: "OccurrenceRooms");

            migrationBuilder.DropColumn(
                name: "Dossier",
                table: "Briefings");

            migrationBuilder.DropColumn(
                name: "SetUpMinutes",
                table: "Briefings");

            migrationBuilder.DropColumn(
                name: "Optional",
                table: "BriefingRooms");
        }
    }
}
