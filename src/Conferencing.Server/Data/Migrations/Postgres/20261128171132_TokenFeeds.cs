using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TokenFeeds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "tokenid",
                table: "feeds",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_feeds_tokenid",
                table: "feeds",
                column: "tokenid");

            migrationBuilder.AddForeignKey(
                name: "fk_feeds_tokens_tokenid",
                table: "feeds",
                column: "tokenid",
                principalTable: "tokens",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_feeds_tokens_tokenid",
                table: "feeds");

            migrationBuilder.DropIndex(
                name: "ix_feeds_tokenid",
                table: "feeds");

            migrationBuilder.DropColumn(
                name: "tokenid",
                table: "feeds");
        }
    }
}
