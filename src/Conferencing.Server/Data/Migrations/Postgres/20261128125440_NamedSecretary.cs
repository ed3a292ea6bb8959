using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class NamedSecretary : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "secretaryid",
                table: "occurrences",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "secretaryid",
                table: "briefings",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_secretaryid",
                table: "occurrences",
                column: "secretaryid",
                filter: "SecretaryId IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_briefings_secretaryid",
                table: "briefings",
                column: "secretaryid",
                filter: "SecretaryId IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_occurrences_secretaryid",
                table: "occurrences");

            migrationBuilder.DropIndex(
                name: "ix_briefings_secretaryid",
                table: "briefings");

            migrationBuilder.DropColumn(
                name: "secretaryid",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "secretaryid",
                table: "briefings");
        }
    }
}
