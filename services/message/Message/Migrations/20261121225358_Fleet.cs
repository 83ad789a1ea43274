using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Message.Migrations
{
    /// <inheritdoc />
    public partial class Fleet : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "client_version",
                table: "ledger_parts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_version",
                table: "agents",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "offline_noted_at",
                table: "agents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "agent_errors",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    agent_error_id = table.Column<string>(type: "text", nullable: true),
                    code = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    detail = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_errors", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "client_versions",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    first_seen_by = table.Column<string>(type: "text", nullable: true),
                    on_trial = table.Column<bool>(type: "boolean", nullable: false),
                    passed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    passed_by = table.Column<string>(type: "text", nullable: true),
                    passed_how = table.Column<string>(type: "text", nullable: true),
                    held_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    held_by = table.Column<string>(type: "text", nullable: true),
                    hold_reason = table.Column<string>(type: "text", nullable: true),
                    released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    released_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_versions", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "last_heartbeats",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    heartbeats = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    desktop = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    wx_online = table.Column<bool>(type: "boolean", nullable: true),
                    messages_processed = table.Column<long>(type: "bigint", nullable: true),
                    oldest_undelivered_seconds = table.Column<long>(type: "bigint", nullable: true),
                    last_verified_send_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ambiguous_chats = table.Column<int>(type: "integer", nullable: true),
                    profile = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    agent_version = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    os = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    cpu_percent = table.Column<double>(type: "double precision", nullable: true),
                    memory_percent = table.Column<double>(type: "double precision", nullable: true),
                    disk_percent = table.Column<double>(type: "double precision", nullable: true),
                    agent_cpu_percent = table.Column<double>(type: "double precision", nullable: true),
                    agent_memory_mb = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_last_heartbeats", x => x.agent_id);
                });

            migrationBuilder.CreateTable(
                name: "self_checks",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    client_version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    passed = table.Column<bool>(type: "boolean", nullable: false),
                    send_tested = table.Column<bool>(type: "boolean", nullable: false),
                    selectors = table.Column<int>(type: "integer", nullable: false),
                    missing = table.Column<string[]>(type: "text[]", nullable: false),
                    profile = table.Column<string>(type: "text", nullable: true),
                    agent_version = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_self_checks", x => new { x.agent_id, x.client_version });
                });

            migrationBuilder.CreateIndex(
                name: "ix_agent_errors_agent_id_agent_error_id",
                table: "agent_errors",
                columns: new[] { "agent_id", "agent_error_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_agent_errors_agent_id_id",
                table: "agent_errors",
                columns: new[] { "agent_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_self_checks_client_version_reported_at",
                table: "self_checks",
                columns: new[] { "client_version", "reported_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_errors");

            migrationBuilder.DropTable(
                name: "client_versions");

            migrationBuilder.DropTable(
                name: "last_heartbeats");

            migrationBuilder.DropTable(
                name: "self_checks");

            migrationBuilder.DropColumn(
                name: "client_version",
                table: "ledger_parts");

            migrationBuilder.DropColumn(
                name: "client_version",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "offline_noted_at",
                table: "agents");
        }
    }
}
