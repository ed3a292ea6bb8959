using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PeopleInCharge : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "peopleincharge",
                columns: table => new
                {
                    occurrenceid = table.Column<Guid>(type: "uuid", nullable: false),
                    person = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    duty = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    start = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_peopleincharge", x => new { x.occurrenceid, x.person });
                    table.ForeignKey(
                        name: "fk_peopleincharge_occurrences_occurrenceid",
                        column: x => x.occurrenceid,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_peopleincharge_person_start_occurrenceid",
                table: "peopleincharge",
                columns: new[] { "person", "start", "occurrenceid" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "peopleincharge");
        }
    }
}
