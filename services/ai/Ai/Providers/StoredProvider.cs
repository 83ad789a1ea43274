using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>
/// A provider that administrators set up. Concurrency: <see cref="Revision"/> is checked by every write; of two who change a row at
/// the same time the second is told to read again.
/// </summary>
internal sealed class StoredProvider
{
    public const int LongestId = 40;
    public const int LongestModel = 200;

    /// <summary>Names it in the ledger and in metrics, for ever. It hides a provider of the configuration that has the same.</summary>
    public required string Id { get; init; }

    /// <summary>A name of the catalogue, or custom.</summary>
    public required string Kind { get; set; }

    public required LlmProtocol Protocol { get; set; }

    public required string BaseUrl { get; set; }

    /// <summary>Nonce, ciphertext and tag of the key (<see cref="KeyCipher"/>); absent for a server that asks for none.</summary>
    public byte[]? SealedKey { get; set; }

    /// <summary>Which secret of the settings sealed it.</summary>
    public string? SealedWith { get; set; }

    /// <summary>What people see of the key: its last four characters at most.</summary>
    public string? KeyHint { get; set; }

    public required string Model { get; set; }

    public string? VisionModel { get; set; }

    public required IReadOnlyList<string> Models { get; set; }

    /// <summary>Prices that were agreed and differ from the list.</summary>
    public required IReadOnlyList<AgreedPrice> Prices { get; set; }

    public required int Priority { get; set; }

    public required bool IsEnabled { get; set; }

    /// <summary>Who runs the server, as the administrator says; only where the catalogue does not know.</summary>
    public string? OperatorZh { get; set; }

    public string? OperatorEn { get; set; }

    public TextRegion? Region { get; set; }

    /// <summary>Absent follows the setting for receivers abroad.</summary>
    public bool? MasksPersonalData { get; set; }

    public double? TryTimeoutSeconds { get; set; }

    public required int MaxConcurrency { get; set; }

    /// <summary>What was consented to (<see cref="Consent.ScopeOf"/>). When the row says something else by now, nobody has consented.</summary>
    public string? ConsentScope { get; set; }

    public DateTimeOffset? ConsentedAt { get; set; }

    public string? ConsentedBy { get; set; }

    /// <summary>Counts from 1.</summary>
    public required long Revision { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }

    public override string ToString() => $"{Id} {Model}";
}

/// <summary>CNY for 1,000 tokens of one model.</summary>
internal sealed record AgreedPrice(string Model, decimal InputPer1000, decimal OutputPer1000);

internal sealed class StoredProviderTable : IEntityTypeConfiguration<StoredProvider>
{
    public void Configure(EntityTypeBuilder<StoredProvider> builder)
    {
        builder.ToTable("providers");
        builder.HasKey(row => row.Id);
        builder.Property(row => row.Id).HasMaxLength(StoredProvider.LongestId);
        builder.Property(row => row.Kind).HasMaxLength(40);
        builder.Property(row => row.Protocol).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.BaseUrl).HasMaxLength(500);
        builder.Property(row => row.SealedWith).HasMaxLength(40);
        builder.Property(row => row.KeyHint).HasMaxLength(20);
        builder.Property(row => row.Model).HasMaxLength(StoredProvider.LongestModel);
        builder.Property(row => row.VisionModel).HasMaxLength(StoredProvider.LongestModel);
        Json(builder.Property(row => row.Models));
        Json(builder.Property(row => row.Prices));
        builder.Property(row => row.OperatorZh).HasMaxLength(100);
        builder.Property(row => row.OperatorEn).HasMaxLength(100);
        builder.Property(row => row.Region).HasConversion<string>().HasMaxLength(20);
        builder.Property(row => row.ConsentScope).HasMaxLength(600);
        builder.Property(row => row.ConsentedBy).HasMaxLength(200);
        builder.Property(row => row.ChangedBy).HasMaxLength(200);
        builder.Property(row => row.Revision).IsConcurrencyToken();
    }

    private static void Json<T>(PropertyBuilder<IReadOnlyList<T>> property) =>
        property.HasColumnType("jsonb").HasConversion(
            list => JsonSerializer.Serialize(list, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<IReadOnlyList<T>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<T>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));
}
