using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests;

internal static class Turns
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);

    public static Evidence Faq(double score, string text = "7kW充电桩的价格是1980元。", string id = "faq-1") =>
        new(id, "faq", "常见问题", "7kW多少钱", text, score);

    public static Evidence Erp(double score, string title, string text, string id) => new(id, "erp", "ERP", title, text, score);

    public static GenerateReply Ask(string question, params IReadOnlyList<Evidence> evidence) => new(
        Guid.CreateVersion7(Noon), Guid.CreateVersion7(Noon), question, "张三", "gray", [], evidence, Noon);
}
