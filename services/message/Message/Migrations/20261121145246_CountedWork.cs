using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Message.Migrations
{
    /// <inheritdoc />
    public partial class CountedWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "queued_messages",
                table: "agents",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "queued_turns",
                table: "turns",
                column: "started_at",
                filter: "current_state = 'Queued'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "queued_turns",
                table: "turns");

            migrationBuilder.DropColumn(
                name: "queued_messages",
                table: "agents");
        }
    }
}
