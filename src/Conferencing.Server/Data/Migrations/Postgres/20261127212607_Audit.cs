using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    accountid = table.Column<Guid>(type: "uuid", nullable: true),
                    who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    way = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    address = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    act = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    thingid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    thing = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: true),
                    secret = table.Column<bool>(type: "boolean", nullable: false),
                    was = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    became = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    previous = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    digest = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_accountid",
                table: "audit",
                column: "accountid");

            migrationBuilder.CreateIndex(
                name: "ix_audit_at",
                table: "audit",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_kind_thingid",
                table: "audit",
                columns: new[] { "kind", "thingid" });

            migrationBuilder.Sql(AuditGuard.Postgres);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(AuditGuard.DropPostgres);

            migrationBuilder.DropTable(
                name: "audit");
        }
    }
}
