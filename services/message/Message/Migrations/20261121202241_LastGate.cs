using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Message.Migrations
{
    /// <inheritdoc />
    public partial class LastGate : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_echo",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "deliveries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "observed",
                table: "deliveries",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "seen_later_at",
                table: "deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "settled_at",
                table: "deliveries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "settled_by",
                table: "deliveries",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "claimed_lease",
                table: "decisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "committed_at",
                table: "decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "expires_at",
                table: "decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "superseded_at",
                table: "decisions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "superseded_by_turn_id",
                table: "decisions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pause_reason",
                table: "conversations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "paused_at",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "paused_by",
                table: "conversations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "paused_until",
                table: "conversations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "excluded_chats",
                table: "agents",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "gaps",
                table: "agents",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "held_reason",
                table: "agents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "instance_id",
                table: "agents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "journal_set_aside",
                table: "agents",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "lease",
                table: "agents",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "lease_session",
                table: "agents",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "lease_until",
                table: "agents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "stop_reason",
                table: "agents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "stopped_at",
                table: "agents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "gate_refusals",
                columns: table => new
                {
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    first_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gate_refusals", x => new { x.decision_id, x.part, x.step, x.reason });
                });

            migrationBuilder.CreateTable(
                name: "ledger_parts",
                columns: table => new
                {
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    part = table.Column<int>(type: "integer", nullable: false),
                    recipient_verified_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    typed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    grants = table.Column<int>(type: "integer", nullable: false),
                    lease = table.Column<long>(type: "bigint", nullable: true),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    read_back_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_parts", x => new { x.decision_id, x.part });
                });

            migrationBuilder.CreateIndex(
                name: "own_messages",
                table: "messages",
                columns: new[] { "conversation_id", "received_at" },
                filter: "side = 'own'");

            migrationBuilder.CreateIndex(
                name: "unknown_deliveries",
                table: "deliveries",
                columns: new[] { "decision_id", "part" },
                filter: "outcome = 'unknown'");

            migrationBuilder.CreateIndex(
                name: "ix_decisions_superseded_by_turn_id",
                table: "decisions",
                column: "superseded_by_turn_id",
                filter: "superseded_by_turn_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "gate_refusals");

            migrationBuilder.DropTable(
                name: "ledger_parts");

            migrationBuilder.DropIndex(
                name: "own_messages",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "unknown_deliveries",
                table: "deliveries");

            migrationBuilder.DropIndex(
                name: "ix_decisions_superseded_by_turn_id",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "is_echo",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "note",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "observed",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "seen_later_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "settled_at",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "settled_by",
                table: "deliveries");

            migrationBuilder.DropColumn(
                name: "claimed_lease",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "committed_at",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "expires_at",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "superseded_at",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "superseded_by_turn_id",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "pause_reason",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "paused_at",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "paused_by",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "paused_until",
                table: "conversations");

            migrationBuilder.DropColumn(
                name: "excluded_chats",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "gaps",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "held_reason",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "instance_id",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "journal_set_aside",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "lease",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "lease_session",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "lease_until",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "stop_reason",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "stopped_at",
                table: "agents");
        }
    }
}
