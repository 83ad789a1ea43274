using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Analytics.Migrations
{
    /// <inheritdoc />
    public partial class CostsAndAlerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "agent_id",
                table: "llm_call_facts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "conversation_id",
                table: "llm_call_facts",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<decimal>(
                name: "cost_cny",
                table: "llm_call_facts",
                type: "numeric(18,8)",
                precision: 18,
                scale: 8,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "intent",
                table: "llm_call_facts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_estimated",
                table: "llm_call_facts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "llm_call_facts",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "was_abandoned",
                table: "llm_call_facts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "budget_alert_facts",
                columns: table => new
                {
                    alert_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<string>(type: "text", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    percent = table.Column<int>(type: "integer", nullable: false),
                    limit_cny = table.Column<decimal>(type: "numeric(18,8)", precision: 18, scale: 8, nullable: false),
                    spent_cny = table.Column<decimal>(type: "numeric(18,8)", precision: 18, scale: 8, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_budget_alert_facts", x => x.alert_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_budget_alert_facts_at",
                table: "budget_alert_facts",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "budget_alert_facts");

            migrationBuilder.DropColumn(
                name: "agent_id",
                table: "llm_call_facts");

            migrationBuilder.DropColumn(
                name: "conversation_id",
                table: "llm_call_facts");

            migrationBuilder.DropColumn(
                name: "cost_cny",
                table: "llm_call_facts");

            migrationBuilder.DropColumn(
                name: "intent",
                table: "llm_call_facts");

            migrationBuilder.DropColumn(
                name: "is_estimated",
                table: "llm_call_facts");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "llm_call_facts");

            migrationBuilder.DropColumn(
                name: "was_abandoned",
                table: "llm_call_facts");
        }
    }
}
