using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SecondFactor : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "papercodes",
                table: "aspnetusers",
                type: "text",
                nullable: false,
                defaultValueSql: "''",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "totpkey",
                table: "aspnetusers",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "totpstep",
                table: "aspnetusers",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "papercodes",
                table: "aspnetusers");

            migrationBuilder.DropColumn(
                name: "totpkey",
                table: "aspnetusers");

            migrationBuilder.DropColumn(
                name: "totpstep",
                table: "aspnetusers");
        }
    }
}
