using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Lines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "latitude",
                table: "sites",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "lineid",
                table: "sites",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "longitude",
                table: "sites",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "kbits",
                table: "endpoints",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kbits = table.Column<int>(type: "integer", nullable: false),
                    parentid = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lines", x => x.id);
                    table.ForeignKey(
                        name: "fk_lines_lines_parentid",
                        column: x => x.parentid,
                        principalTable: "lines",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sites_lineid",
                table: "sites",
                column: "lineid");

            migrationBuilder.CreateIndex(
                name: "ix_lines_parentid",
                table: "lines",
                column: "parentid");

            migrationBuilder.AddForeignKey(
                name: "fk_sites_lines_lineid",
                table: "sites",
                column: "lineid",
                principalTable: "lines",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_sites_lines_lineid",
                table: "sites");

            migrationBuilder.DropTable(
                name: "lines");

            migrationBuilder.DropIndex(
                name: "ix_sites_lineid",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "latitude",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "lineid",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "longitude",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "kbits",
                table: "endpoints");
        }
    }
}
