using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Contracts;
using WeChatPlatform.Hosting;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Message.Tests.Service;

/// <summary>
/// Stands in for customer, rag, erp-sync and ai: keeps what it is asked, and answers as a test scripted it. A script that
/// gives nothing never answers. Without a script everybody is a white customer and every question has a sure answer.
/// </summary>
public sealed class Desk : IModule
{
    public static readonly Evidence Warranty = new("faq-1", "faq", "faq.jsonl", "充电桩保修多久", "整机保修两年。", 0.9);

    private readonly ConcurrentQueue<object> asked = new();

    public string Name => "desk";

    public Func<IdentifyCustomer, CustomerIdentified?> Customer { get; set; } = Known;

    public Func<RetrieveKnowledge, KnowledgeRetrieved?> Knowledge { get; set; } = Found;

    public Func<LookUpErpFacts, ErpFactsFound?> Facts { get; set; } = ask => new ErpFactsFound(ask.TurnId, [], ask.At);

    /// <summary>A ReplyGenerated, a ReplyGenerationFailed or nothing.</summary>
    public Func<GenerateReply, object?> Reply { get; set; } = ask => Says(ask, $"答：{ask.Question}");

    /// <summary>What an image or a voice message says. Without a script nobody ever reads one.</summary>
    public Func<ReadAttachment, AttachmentRead?> Reading { get; set; } = _ => null;

    /// <summary>Forgets the scripts of the test before.</summary>
    public void Unscripted()
    {
        var fresh = new Desk();
        (Customer, Knowledge, Facts, Reply, Reading) = (fresh.Customer, fresh.Knowledge, fresh.Facts, fresh.Reply, fresh.Reading);
    }

    public static CustomerIdentified Known(IdentifyCustomer ask) =>
        new(ask.TurnId, Guid.CreateVersion7(), "K0001", $"K0001 {ask.Sender}", "white", ask.At);

    public static KnowledgeRetrieved Found(RetrieveKnowledge ask) => new(ask.TurnId, [Warranty], ask.At);

    public static ReplyGenerated Says(GenerateReply ask, string text, double confidence = 0.9) =>
        new(ask.TurnId, text, confidence, "model", "fake", "fake-1", [Warranty.Id], ask.At);

    /// <summary>An image or a voice message that was read; without a text it cannot be.</summary>
    public static AttachmentRead Reads(ReadAttachment ask, string? text) => new(
        ask.AttachmentId, ask.MessageId, ask.ConversationId, text is null ? AttachmentRead.Unreadable : AttachmentRead.Read, text, "tesseract",
        text is null ? "no_text" : null, ask.At);

    /// <summary>What was asked so far, in order.</summary>
    public IReadOnlyList<T> Asked<T>() => [.. asked.OfType<T>()];

    public void AddServices(IHostApplicationBuilder builder) => builder.Services.AddSingleton(this);

    public void AddConsumers(ModuleBus bus) => bus.AddBroadcastConsumer<DeskConsumer>();

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }

    private async Task AnswerAsync<T>(ConsumeContext<T> context, Func<T, object?> script)
        where T : class
    {
        asked.Enqueue(context.Message);
        if (script(context.Message) is { } answer)
        {
            await context.Publish(answer, answer.GetType(), context.CancellationToken);
        }
    }

    internal sealed class DeskConsumer(Desk desk) :
        IConsumer<IdentifyCustomer>, IConsumer<RetrieveKnowledge>, IConsumer<LookUpErpFacts>, IConsumer<GenerateReply>,
        IConsumer<ReadAttachment>
    {
        public Task Consume(ConsumeContext<IdentifyCustomer> context) => desk.AnswerAsync(context, desk.Customer);

        public Task Consume(ConsumeContext<RetrieveKnowledge> context) => desk.AnswerAsync(context, desk.Knowledge);

        public Task Consume(ConsumeContext<LookUpErpFacts> context) => desk.AnswerAsync(context, desk.Facts);

        public Task Consume(ConsumeContext<ReadAttachment> context) => desk.AnswerAsync(context, desk.Reading);

        public Task Consume(ConsumeContext<GenerateReply> context) => desk.AnswerAsync(context, desk.Reply);
    }
}
