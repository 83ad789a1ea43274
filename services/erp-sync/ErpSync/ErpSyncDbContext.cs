using Microsoft.EntityFrameworkCore;
using WeChatPlatform.Messaging;
using WeChatPlatform.Persistence;

namespace WeChatPlatform.ErpSync;

public sealed class ErpSyncDbContext(DbContextOptions<ErpSyncDbContext> options) : DbContext(options)
{
    internal DbSet<ErpOrder> Orders => Set<ErpOrder>();

    internal DbSet<ErpProduct> Products => Set<ErpProduct>();

    internal DbSet<ImportedFile> ImportedFiles => Set<ImportedFile>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ErpOrder>(order =>
        {
            order.ToTable("orders").HasKey(row => row.OrderNo);
            order.Property(row => row.Amount).HasPrecision(18, 2);
            order.HasIndex(row => new { row.Contact, row.OrderedAt }).HasDatabaseName("ix_orders_contact_ordered_at");
        });
        modelBuilder.Entity<ErpProduct>(product =>
        {
            product.ToTable("products").HasKey(row => row.Code);
            product.Property(row => row.Price).HasPrecision(18, 2);
        });
        modelBuilder.Entity<ImportedFile>().ToTable("imported_files").HasKey(row => row.Kind);
        modelBuilder.AddMessagingTables().UseSnakeCaseNames();
    }
}
