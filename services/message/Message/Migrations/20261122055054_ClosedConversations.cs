using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Message.Migrations
{
    /// <inheritdoc />
    public partial class ClosedConversations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "close_due_at",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "closed_sequence",
                table: "conversations",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            // What was said before nobody asked to be learned from.
            migrationBuilder.Sql("update conversations set closed_sequence = last_sequence");

            migrationBuilder.CreateIndex(
                name: "conversations_to_close",
                table: "conversations",
                column: "close_due_at",
                filter: "close_due_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "conversations_to_close",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "close_due_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "closed_sequence",
                table: "conversations");
        }
    }
}
