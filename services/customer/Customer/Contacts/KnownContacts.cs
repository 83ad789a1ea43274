using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using WeChatPlatform.Caching;

namespace WeChatPlatform.Customer;

/// <summary>The customer behind a contact, as far as an answer needs it.</summary>
/// <remarks>
/// <paramref name="NameMark"/> tells whether a name is the customer's, without being it: no name stands in the shared store.
/// </remarks>
internal sealed record KnownContact(Guid CustomerId, string Code, string Grade, string NameMark)
{
    public static KnownContact Of(Guid customerId, string code, string grade, string name) =>
        new(customerId, code, grade, Mark(customerId, name));

    public bool IsNamed(string name) => NameMark == Mark(CustomerId, name);

    private static string Mark(Guid customerId, string name) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{customerId:N}{name}")).AsSpan(0, 16));
}

/// <summary>
/// Remembers who is behind a contact, so that a turn of a known customer asks the database nothing. Whoever changes a
/// customer's name, code or grade, or the customer of a contact, forgets them in the same transaction.
/// </summary>
internal sealed class KnownContacts(CustomerDbContext context, ICache cache, IOptions<CustomerOptions> options)
{
    private readonly CacheKind kind = new("customer", 1, TimeSpan.FromMinutes(options.Value.ContactCacheMinutes));

    /// <summary>Null for a contact that has no customer yet, which is not remembered.</summary>
    public ValueTask<KnownContact?> FindAsync(ContactKey key, CancellationToken ct) =>
        cache.GetOrLoadAsync(kind, KeyOf(key), token => LoadAsync(key, token), ct);

    /// <summary>Before the commit that changes the customer.</summary>
    public async Task ForgetAsync(Guid customerId, CancellationToken ct)
    {
        var keys = await context.Contacts.AsNoTracking()
            .Where(contact => contact.CustomerId == customerId)
            .Select(contact => new ContactKey(contact.AgentId, contact.ChatId, contact.Member))
            .ToListAsync(ct);
        foreach (var key in keys)
        {
            await cache.RemoveAsync(kind, KeyOf(key), ct);
        }
    }

    private async Task<KnownContact?> LoadAsync(ContactKey key, CancellationToken ct)
    {
        var row = await context.Contacts.AsNoTracking()
            .Where(contact => contact.AgentId == key.AgentId && contact.ChatId == key.ChatId && contact.Member == key.Member)
            .Join(
                context.Customers,
                contact => contact.CustomerId,
                customer => customer.Id,
                (_, customer) => new { customer.Id, customer.Code, customer.Grade, customer.Name })
            .SingleOrDefaultAsync(ct);
        return row is null ? null : KnownContact.Of(row.Id, row.Code, row.Grade, row.Name);
    }

    // A separator that no name holds.
    private static string KeyOf(ContactKey key) => $"{key.AgentId}\u001f{key.ChatId}\u001f{key.Member}";
}
