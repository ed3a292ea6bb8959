using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class NamedSecretary : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "SecretaryId",
                table: "Occurrences",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SecretaryId",
                table: "Briefings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Occurrences_SecretaryId",
                table: "Occurrences",
                column: "SecretaryId",
                filter: "SecretaryId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Briefings_SecretaryId",
                table: "Briefings",
                column: "SecretaryId",
                filter: "SecretaryId IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Occurrences_SecretaryId",
                table: "Occurrences");

            migrationBuilder.DropIndex(
                name: "IX_Briefings_SecretaryId",
                table: "Briefings");

            migrationBuilder.DropColumn(
                name: "SecretaryId",
                table: "Occurrences");

            migrationBuilder.DropColumn(
                name: "SecretaryId",
                table: "Briefings");
        }
    }
}
