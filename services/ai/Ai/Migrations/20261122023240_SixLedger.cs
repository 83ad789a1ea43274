using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Ai.Migrations
{
    /// <inheritdoc />
    public partial class SixLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_llm_calls_at",
                table: "llm_calls");

            migrationBuilder.AddColumn<string>(
                name: "agent_id",
                table: "llm_calls",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "conversation_id",
                table: "llm_calls",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<decimal>(
                name: "cost_cny",
                table: "llm_calls",
                type: "numeric(18,8)",
                precision: 18,
                scale: 8,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<double>(
                name: "first_text_ms",
                table: "llm_calls",
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "input_price",
                table: "llm_calls",
                type: "numeric(18,8)",
                precision: 18,
                scale: 8,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "intent",
                table: "llm_calls",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_estimated",
                table: "llm_calls",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_price_known",
                table: "llm_calls",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<decimal>(
                name: "output_price",
                table: "llm_calls",
                type: "numeric(18,8)",
                precision: 18,
                scale: 8,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "llm_calls",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "was_abandoned",
                table: "llm_calls",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "budget_alerts",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    period = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    percent = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    limit_cny = table.Column<decimal>(type: "numeric(18,8)", precision: 18, scale: 8, nullable: false),
                    spent_cny = table.Column<decimal>(type: "numeric(18,8)", precision: 18, scale: 8, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_budget_alerts", x => new { x.agent_id, x.period, x.starts_on, x.percent });
                });

            migrationBuilder.CreateTable(
                name: "budget_limits",
                columns: table => new
                {
                    agent_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    period = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    limit_cny = table.Column<decimal>(type: "numeric(18,8)", precision: 18, scale: 8, nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_budget_limits", x => new { x.agent_id, x.period });
                });

            migrationBuilder.CreateIndex(
                name: "ix_llm_calls_at",
                table: "llm_calls",
                column: "at")
                .Annotation("Npgsql:IndexInclude", new[] { "agent_id", "cost_cny" });

            migrationBuilder.CreateIndex(
                name: "ix_llm_calls_conversation_id",
                table: "llm_calls",
                column: "conversation_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "budget_alerts");

            migrationBuilder.DropTable(
                name: "budget_limits");

            migrationBuilder.DropIndex(
                name: "ix_llm_calls_at",
                table: "llm_calls");

            migrationBuilder.DropIndex(
                name: "ix_llm_calls_conversation_id",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "agent_id",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "conversation_id",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "cost_cny",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "first_text_ms",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "input_price",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "intent",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "is_estimated",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "is_price_known",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "output_price",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "llm_calls");

            migrationBuilder.DropColumn(
                name: "was_abandoned",
                table: "llm_calls");

            migrationBuilder.CreateIndex(
                name: "ix_llm_calls_at",
                table: "llm_calls",
                column: "at");
        }
    }
}
