using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.Customer;

public sealed class CustomerDbContext(DbContextOptions<CustomerDbContext> options) : DbContext(options)
{
    internal DbSet<Customer> Customers => Set<Customer>();

    internal DbSet<Contact> Contacts => Set<Contact>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasSequence<long>(Customer.NumberSequence);
        modelBuilder.Entity<Customer>(customer =>
        {
            customer.ToTable("customers");
            customer.HasIndex(row => row.Number).IsUnique().HasDatabaseName("ix_customers_number");
            customer.HasIndex(row => row.Code).IsUnique().HasDatabaseName("ix_customers_code");
        });
        modelBuilder.Entity<Contact>(contact =>
        {
            contact.ToTable("contacts");
            contact.HasIndex(row => new { row.AgentId, row.ChatId, row.Member }).IsUnique()
                .HasDatabaseName("ix_contacts_agent_chat_member");
            contact.HasOne<Customer>().WithMany(row => row.Contacts).HasForeignKey(row => row.CustomerId);
            contact.HasIndex(row => row.CustomerId).HasDatabaseName("ix_contacts_customer_id");
        });
        modelBuilder.AddMessagingTables().UseSnakeCaseNames();
    }
}
