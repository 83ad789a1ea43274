using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Ai.Migrations
{
    /// <inheritdoc />
    public partial class SixRegister : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "providers");
        }
    }
}
