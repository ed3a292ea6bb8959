using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Approvals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "competing",
                table: "occurrences",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "missing",
                table: "occurrences",
                type: "text",
                nullable: false,
                defaultValue: "None",
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "askedat",
                table: "briefings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reminded",
                table: "briefings",
                type: "text",
                nullable: false,
                defaultValue: "None",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "urgentreason",
                table: "briefings",
                type: "text",
                nullable: true,
                collation: "C");

            // What waits was asked of the office alone.
            migrationBuilder.Sql("UPDATE Occurrences SET Missing = 'Office' WHERE Status = 'Pending';");

            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    fromid = table.Column<Guid>(type: "uuid", nullable: false),
                    toid = table.Column<Guid>(type: "uuid", nullable: false),
                    fromday = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    today = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                    table.ForeignKey(
                        name: "fk_delegations_aspnetusers_fromid",
                        column: x => x.fromid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_delegations_aspnetusers_toid",
                        column: x => x.toid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "givensteps",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    byid = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    forid = table.Column<Guid>(type: "uuid", nullable: true),
                    @for = table.Column<string>(name: "for", type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_givensteps", x => x.id);
                    table.ForeignKey(
                        name: "fk_givensteps_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_waiting",
                table: "occurrences",
                column: "start",
                filter: "Status = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_fromid",
                table: "delegations",
                column: "fromid");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_toid",
                table: "delegations",
                column: "toid");

            migrationBuilder.CreateIndex(
                name: "ix_givensteps_briefingid",
                table: "givensteps",
                column: "briefingid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delegations");

            migrationBuilder.DropTable(
                name: "givensteps");

            migrationBuilder.DropIndex(
                name: "ix_occurrences_waiting",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "competing",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "missing",
                table: "occurrences");

            migrationBuilder.DropColumn(
                name: "askedat",
                table: "briefings");

            migrationBuilder.DropColumn(
                name: "reminded",
                table: "briefings");

            migrationBuilder.DropColumn(
                name: "urgentreason",
                table: "briefings");
        }
    }
}
