using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class OpenId : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "OpenIdExpected",
                table: "AspNetUsers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OpenIdIssuer",
                table: "AspNetUsers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OpenIdSubject",
                table: "AspNetUsers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUsers_OpenIdExpected",
                table: "AspNetUsers",
                column: "OpenIdExpected",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AspNetUsers_OpenIdIssuer_OpenIdSubject",
                table: "AspNetUsers",
                columns: new[] { "OpenIdIssuer", "OpenIdSubject" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AspNetUsers_OpenIdExpected",
                table: "AspNetUsers");

            migrationBuilder.DropIndex(
                name: "IX_AspNetUsers_OpenIdIssuer_OpenIdSubject",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "OpenIdExpected",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "OpenIdIssuer",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "OpenIdSubject",
                table: "AspNetUsers");
        }
    }
}
