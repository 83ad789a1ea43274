using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace WeChatPlatform.Ai.Migrations
{
    /// <inheritdoc />
    public partial class Assistant : Migration
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
                defaultValue: "answer");

            migrationBuilder.AddColumn<bool>(
                name: "was_abandoned",
                table: "llm_calls",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    turn_id = table.Column<Guid>(type: "uuid", nullable: false),
                    conversation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    agent_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    outcome = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    source = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    provider = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    confidence = table.Column<double>(type: "double precision", nullable: false),
                    release = table.Column<long>(type: "bigint", nullable: false),
                    prompt_version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    intent = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    emotion = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    details = table.Column<string>(type: "jsonb", nullable: false),
                    cost_cny = table.Column<decimal>(type: "numeric(18,8)", precision: 18, scale: 8, nullable: false),
                    first_text_ms = table.Column<double>(type: "double precision", nullable: true),
                    duration_ms = table.Column<double>(type: "double precision", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answers", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "prompt_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    agent_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    intent = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    text = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    copy_of = table.Column<long>(type: "bigint", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    published_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prompt_versions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "providers",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    protocol = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    base_url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    sealed_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    sealed_with = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    key_hint = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    vision_model = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    models = table.Column<string>(type: "jsonb", nullable: false),
                    prices = table.Column<string>(type: "jsonb", nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    operator_zh = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    operator_en = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    region = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    masks_personal_data = table.Column<bool>(type: "boolean", nullable: true),
                    try_timeout_seconds = table.Column<double>(type: "double precision", nullable: true),
                    max_concurrency = table.Column<int>(type: "integer", nullable: false),
                    consent_scope = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: true),
                    consented_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    consented_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_providers", x => x.id);
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

            migrationBuilder.CreateIndex(
                name: "ix_answers_turn_id",
                table: "answers",
                column: "turn_id");

            migrationBuilder.CreateIndex(
                name: "ix_prompt_versions_kind_agent_id_intent_version",
                table: "prompt_versions",
                columns: new[] { "kind", "agent_id", "intent", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_prompt_versions_number",
                table: "prompt_versions",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_prompt_versions_draft",
                table: "prompt_versions",
                columns: new[] { "kind", "agent_id", "intent" },
                unique: true,
                filter: "state = 'draft'");

            migrationBuilder.CreateIndex(
                name: "ux_prompt_versions_published",
                table: "prompt_versions",
                columns: new[] { "kind", "agent_id", "intent" },
                unique: true,
                filter: "state = 'published'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "answers");

            migrationBuilder.DropTable(
                name: "budget_alerts");

            migrationBuilder.DropTable(
                name: "budget_limits");

            migrationBuilder.DropTable(
                name: "prompt_versions");

            migrationBuilder.DropTable(
                name: "providers");

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
