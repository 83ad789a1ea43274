using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WeChatPlatform.Ai.Prompts.Versions;

internal sealed class PromptVersionTable : IEntityTypeConfiguration<PromptVersion>
{
    public const string OneDraft = "ux_prompt_versions_draft";
    public const string OnePublished = "ux_prompt_versions_published";

    public void Configure(EntityTypeBuilder<PromptVersion> builder)
    {
        builder.ToTable("prompt_versions");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Number).UseIdentityAlwaysColumn();
        builder.Property(row => row.Kind).HasMaxLength(10);
        builder.Property(row => row.AgentId).HasMaxLength(PromptScope.LongestAgentId);
        builder.Property(row => row.Intent).HasMaxLength(32);
        builder.Property(row => row.State).HasMaxLength(10);
        builder.Property(row => row.Text).HasMaxLength(PromptText.Longest);
        builder.Property(row => row.Note).HasMaxLength(PromptText.LongestNote);
        builder.Property(row => row.ChangedBy).HasMaxLength(200);
        builder.Property(row => row.PublishedBy).HasMaxLength(200);
        builder.Property(row => row.Revision).IsConcurrencyToken();
        builder.HasIndex(row => row.Number).IsUnique();
        builder.HasIndex(row => new { row.Kind, row.AgentId, row.Intent, row.Version }).IsUnique();
        builder.HasIndex(row => new { row.Kind, row.AgentId, row.Intent }, OneDraft)
            .HasDatabaseName(OneDraft).IsUnique().HasFilter("state = 'draft'");
        builder.HasIndex(row => new { row.Kind, row.AgentId, row.Intent }, OnePublished)
            .HasDatabaseName(OnePublished).IsUnique().HasFilter("state = 'published'");
    }
}
