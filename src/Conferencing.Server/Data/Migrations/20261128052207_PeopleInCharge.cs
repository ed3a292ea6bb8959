using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class PeopleInCharge : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "PeopleInCharge",
                columns: table => new
                {
                    OccurrenceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<string>(type: "TEXT", nullable: false),
                    Duty = table.Column<string>(type: "TEXT", nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PeopleInCharge", x => new { x.OccurrenceId, x.Person });
                    table.ForeignKey(
                        name: "FK_PeopleInCharge_Occurrences_OccurrenceId",
                        column: x => x.OccurrenceId,
                        principalTable: "Occurrences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PeopleInCharge_Person_Start_OccurrenceId",
                table: "PeopleInCharge",
                columns: new[] { "Person", "Start", "OccurrenceId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PeopleInCharge");
        }
    }
}
