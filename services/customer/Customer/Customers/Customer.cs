namespace WeChatPlatform.Customer;

/// <summary>Somebody we serve. The code is for people and never changes; the id is for machines.</summary>
internal sealed class Customer
{
    public Guid Id { get; init; }

    /// <summary>Counts up from 1; the code is made of it, and lists are paged by it.</summary>
    public long Number { get; init; }

    public required string Code { get; init; }

    public required string Name { get; set; }

    public required string Grade { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public List<Contact> Contacts { get; } = [];

    /// <summary>Where codes come from: a sequence gives no number twice, whatever the number of replicas.</summary>
    public const string NumberSequence = "customer_number";
}
