using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations
{
    /// <inheritdoc />
    public partial class TokenFeeds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "TokenId",
                table: "Feeds",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Feeds_TokenId",
                table: "Feeds",
                column: "TokenId");

            migrationBuilder.AddForeignKey(
                name: "FK_Feeds_Tokens_TokenId",
                table: "Feeds",
                column: "TokenId",
                principalTable: "Tokens",
                principalColumn: "Id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Feeds_Tokens_TokenId",
                table: "Feeds");

            migrationBuilder.DropIndex(
                name: "IX_Feeds_TokenId",
                table: "Feeds");

            migrationBuilder.DropColumn(
                name: "TokenId",
                table: "Feeds");
        }
    }
}
