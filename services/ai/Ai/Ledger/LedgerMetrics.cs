using System.Diagnostics.Metrics;

namespace WeChatPlatform.Ai.Ledger;

/// <summary>What operators watch of the money: what was spent, how much of the budgets is gone, what the answer cache saves.</summary>
internal static class LedgerMetrics
{
    private static readonly Meter Meter = new("WeChatPlatform.Ai");

    private static readonly Counter<double> Cost = Meter.CreateCounter<double>(
        "wechat.llm.cost.cny", "{CNY}", "What requests to models cost, as the ledger says; estimates included.");

    private static readonly Gauge<double> Used = Meter.CreateGauge<double>(
        "wechat.ai.budget.used", "1", "How much of the budget of all accounts together is spent, by period (day, month).");

    private static readonly Counter<long> Lookups = Meter.CreateCounter<long>(
        "wechat.ai.cached.answers", "{lookup}", "Answers looked for in the cache, by result (exact, faq, miss).");

    public static void Spent(LlmCall row) => Cost.Add(
        (double)row.CostCny, new("provider", row.Provider), new("model", row.Model), new("purpose", row.Purpose));

    public static void IsUsed(string period, double share) => Used.Record(share, new KeyValuePair<string, object?>("period", period));

    public static void LookedUp(string result) => Lookups.Add(1, new KeyValuePair<string, object?>("result", result));
}
