using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Message.Migrations
{
    /// <inheritdoc />
    public partial class ReadAttachments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "one_open_turn",
                table: "turns");

            migrationBuilder.AddColumn<bool>(
                name: "awaits_reading",
                table: "turns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "contact",
                table: "turns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "release",
                table: "turns",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "attachment_readings",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attachment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: true),
                    how = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    reason = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachment_readings", x => x.message_id);
                });

            migrationBuilder.CreateIndex(
                name: "one_open_turn",
                table: "turns",
                column: "conversation_id",
                unique: true,
                filter: "current_state in ('Collecting', 'Reading', 'Preparing', 'Generating')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachment_readings");

            migrationBuilder.DropIndex(
                name: "one_open_turn",
                table: "turns");

            migrationBuilder.DropColumn(
                name: "awaits_reading",
                table: "turns");

            migrationBuilder.DropColumn(
                name: "contact",
                table: "turns");

            migrationBuilder.DropColumn(
                name: "release",
                table: "turns");

            migrationBuilder.CreateIndex(
                name: "one_open_turn",
                table: "turns",
                column: "conversation_id",
                unique: true,
                filter: "current_state in ('Collecting', 'Preparing', 'Generating')");
        }
    }
}
