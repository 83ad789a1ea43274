namespace WeChatPlatform.Contracts;

/// <summary>
/// Who hears what: one entry for each consumer of a contract that handles its copy once, whatever the number of replicas.
/// Every host declares all of these queues before it publishes, so that a message sent while its reader has never
/// been started yet waits for it. docs/events.md has the same table in words; a test compares all three.
/// </summary>
public static class Subscriptions
{
    public static IReadOnlyList<Subscription> All { get; } =
    [
        new(typeof(IdentifyCustomer), "customer-identify-customer"),
        new(typeof(MessageReceived), "customer-count-message"),
        new(typeof(RetrieveKnowledge), "rag-retrieve-knowledge"),
        new(typeof(ConversationClosed), "rag-learn-from-conversation"),
        new(typeof(LookUpErpFacts), "erp-sync-look-up-erp-facts"),
        new(typeof(GenerateReply), "ai-generate-reply"),
        new(typeof(ReadAttachment), "ai-read-attachment"),
        new(typeof(AttachmentRead), "message-keep-reading"),
        new(typeof(CustomerIdentified), "message-reply"),
        new(typeof(KnowledgeRetrieved), "message-reply"),
        new(typeof(ErpFactsFound), "message-reply"),
        new(typeof(ReplyGenerated), "message-reply"),
        new(typeof(ReplyGenerationFailed), "message-reply"),
        new(typeof(MessageReceived), "analytics-record-message"),
        new(typeof(ReplyDecided), "analytics-record-decision"),
        new(typeof(ReplySuperseded), "analytics-record-superseded"),
        new(typeof(ReplyDelivered), "analytics-record-delivery"),
        new(typeof(HandoffRequested), "analytics-record-handoff"),
        new(typeof(LlmCallRecorded), "analytics-record-llm-call"),
        new(typeof(AgentSeen), "analytics-record-agent-seen"),
        new(typeof(BudgetThresholdReached), "analytics-record-budget-threshold"),
    ];
}

/// <summary>One reader of one contract.</summary>
/// <remarks><paramref name="Queue"/> is service + consumer, in kebab case.</remarks>
public sealed record Subscription(Type Message, string Queue);
