using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class Secrecy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Certificate",
                table: "Endpoints",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "CertifiedUntil",
                table: "Endpoints",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Protection",
                table: "Briefings",
                type: "TEXT",
                nullable: false,
                defaultValue: "Default");

            migrationBuilder.AddColumn<string>(
                name: "Recording",
                table: "Briefings",
                type: "TEXT",
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<string>(
                name: "Secrecy",
                table: "Briefings",
                type: "TEXT",
                nullable: false,
                defaultValue: "Open");

            migrationBuilder.Sql("UPDATE Briefings SET Recording = wish.Mode FROM RecordingWishes AS wish WHERE wish.BriefingId = Briefings.Id;");

            migrationBuilder.DropTable(
                name: "RecordingWishes");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "RecordingWishes",
                columns: table => new
                {
                    BriefingId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Mode = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RecordingWishes", x => x.BriefingId);
                });

            migrationBuilder.Sql("INSERT INTO RecordingWishes (BriefingId, Mode) SELECT Id, Recording FROM Briefings WHERE Recording <> 'None';");

            migrationBuilder.DropColumn(
                name: "Certificate",
                table: "Endpoints");

            migrationBuilder.DropColumn(
                name: "CertifiedUntil",
                table: "Endpoints");

            migrationBuilder.DropColumn(
                name: "Protection",
                table: "Briefings");

            migrationBuilder.DropColumn(
                name: "Recording",
                table: "Briefings");

            migrationBuilder.DropColumn(
                name: "Secrecy",
                table: "Briefings");
        }
    }
}
