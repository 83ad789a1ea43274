using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Rag.Migrations
{
    /// <inheritdoc />
    public partial class Duplicates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "alike",
                table: "ingestion_jobs",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "alike",
                table: "document_versions",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "alike",
                table: "ingestion_jobs");

            migrationBuilder.DropColumn(
                name: "alike",
                table: "document_versions");
        }
    }
}
