using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Message.Migrations
{
    /// <inheritdoc />
    public partial class EdgeReplies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "autonomy",
                table: "decisions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "greeting_version",
                table: "decisions",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "greeting_tables",
                columns: table => new
                {
                    version = table.Column<long>(type: "bigint", nullable: false),
                    entries = table.Column<string>(type: "jsonb", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_greeting_tables", x => x.version);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "greeting_tables");

            migrationBuilder.DropColumn(
                name: "autonomy",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "greeting_version",
                table: "decisions");
        }
    }
}
