using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Message.Migrations
{
    /// <inheritdoc />
    public partial class CapturedKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "has_unknown_side",
                table: "turns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "unreadable",
                table: "turns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "has_attachment",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "quoted",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "sender_confidence",
                table: "messages",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "side_confidence",
                table: "messages",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "side_source",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    size = table.Column<int>(type: "integer", nullable: false),
                    key_id = table.Column<string>(type: "text", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    stored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "capture_gaps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    agent_gap_id = table.Column<string>(type: "text", nullable: false),
                    chat_id = table.Column<string>(type: "text", nullable: false),
                    chat_name = table.Column<string>(type: "text", nullable: false),
                    is_group = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    missing = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_by = table.Column<string>(type: "text", nullable: true),
                    note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_capture_gaps", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_message_id",
                table: "attachments",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_capture_gaps_agent_id_agent_gap_id",
                table: "capture_gaps",
                columns: new[] { "agent_id", "agent_gap_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "open_gaps",
                table: "capture_gaps",
                columns: new[] { "agent_id", "id" },
                filter: "settled_at is null");

            // Ciphertext does not shrink: no attempt is made.
            migrationBuilder.Sql("alter table attachments alter column sealed set storage external;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "capture_gaps");

            migrationBuilder.DropColumn(
                name: "has_unknown_side",
                table: "turns");

            migrationBuilder.DropColumn(
                name: "unreadable",
                table: "turns");

            migrationBuilder.DropColumn(
                name: "has_attachment",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "quoted",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "sender_confidence",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "side_confidence",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "side_source",
                table: "messages");
        }
    }
}
