using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WeChatPlatform.Contracts;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.ErpSync;

/// <summary>Answers a turn with the orders and products that its question asks for; no facts are an answer too.</summary>
internal sealed class LookUpErpFactsConsumer(
    ErpSyncDbContext context,
    IOutbox<ErpSyncDbContext> outbox,
    IOptions<ErpSyncOptions> options,
    TimeProvider time,
    ILogger<LookUpErpFactsConsumer> logger) : IConsumer<LookUpErpFacts>
{
    // Nobody asks about more at once, and an answer of more would not be read.
    private const int MostNumbers = 10;

    public async Task Consume(ConsumeContext<LookUpErpFacts> consume)
    {
        var message = consume.Message;
        var offset = TimeSpan.FromHours(options.Value.UtcOffsetHours);
        var orders = await FindOrdersAsync(message, consume.CancellationToken);
        var products = await FindProductsAsync(message.Question, consume.CancellationToken);
        Evidence[] facts =
        [
            .. orders.Select(order => ErpFact.Of(order, offset)),
            .. products.Select(product => ErpFact.Of(product, offset)),
        ];
        outbox.Publish(new ErpFactsFound(message.TurnId, facts, time.GetUtcNow()), message.ConversationId);
        logger.FactsFound(message.TurnId, orders.Count, products.Count);
    }

    private async Task<IReadOnlyList<ErpOrder>> FindOrdersAsync(LookUpErpFacts message, CancellationToken ct)
    {
        var contact = message.Contact.Trim();
        var numbers = OrderNumber.FindAll(message.Question);
        if (contact.Length == 0 || (numbers.Count == 0 && !OwnOrders.AreAskedFor(message.Question)))
        {
            return [];
        }

        var most = numbers.Count > 0 ? Math.Min(numbers.Count, MostNumbers) : options.Value.LatestOrders;
        return await ContactOrders.FindAsync(context, contact, numbers, most, ct);
    }

    private async Task<IReadOnlyList<ErpProduct>> FindProductsAsync(string question, CancellationToken ct)
    {
        // The mirror of a company that fits this service holds some thousand products; comparing them here keeps one rule
        // for what counts as a mention.
        var products = await context.Products.AsNoTracking().ToListAsync(ct);
        return ProductMention.Best(question, products, options.Value.MaxProducts);
    }
}
