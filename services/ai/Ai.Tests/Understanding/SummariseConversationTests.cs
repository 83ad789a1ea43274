using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Ledger;
using WeChatPlatform.Ai.Tests.Tools;
using WeChatPlatform.Ai.Understanding;
using WeChatPlatform.Contracts;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Understanding;

/// <summary>A person asks what a conversation is about; the message service knows what was said.</summary>
[Collection<AskedPlatform>]
public sealed class SummariseConversationTests(AskedPlatform platform)
{
    private static readonly Guid Conversation = Guid.CreateVersion7();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_said_is_summed_up_and_how_the_customer_stands_is_told()
    {
        await SayAsync("summed-1", "我的充电桩报E03故障，怎么处理？电话13800138000", "other");
        await SayAsync("summed-1", "请您断电五分钟后重启。", "own");
        await SayAsync("summed-1", "还是不行，我要投诉", "other");
        var id = await ConversationAsync("summed-1");

        using var answer = await SummariseAsync(id);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        var summary = told.GetProperty("summary").GetString()!;
        summary.ShouldContain("E03故障");
        summary.ShouldContain("客服回复：断电五分钟后重启");
        summary.ShouldNotContain("13800138000");
        (told.GetProperty("source").GetString(), told.GetProperty("by_rules").GetString()).ShouldBe(("rules", summary));
        told.GetProperty("lines").GetInt32().ShouldBeGreaterThanOrEqualTo(3);
        told.GetProperty("customer").GetProperty("intent").GetString().ShouldBe(Intent.Complaint);
    }

    [Fact]
    public async Task A_conversation_that_is_none_is_not_found()
    {
        using var answer = await SummariseAsync(Guid.CreateVersion7());

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString().ShouldBe("conversation_not_found");
    }

    [Fact]
    public async Task A_model_s_summary_is_paid_for_in_the_ledger_of_the_conversation()
    {
        await using var kit = await AiKit.WithModelAsync(new() { ["Ai:Understanding:SummariseWithModel"] = "true" });
        kit.Provider.Otherwise = ProviderAnswer.Says("客户报E03故障，电话13800138000，等待上门。");
        var spending = (RecordedSpending)kit.Services.GetRequiredService<ISpending>();

        var told = await SummariseConversation.OfAsync(
            Conversation, new SaidLines("agent-1", [new("customer", "我的充电桩报E03故障")]),
            kit.Services.GetRequiredService<ISummaryWriter>(), spending, Ct);

        (told.Summary, told.Source).ShouldBe(("客户报E03故障，电话138****8000，等待上门。", "model"));
        told.ByRules.ShouldContain("E03故障");
        spending.Written.ShouldHaveSingleItem().Purpose.ShouldBe(CallPurpose.Summary);
    }

    [Theory]
    [InlineData("怎么安装", null, DialogueAct.Ask, true)]
    [InlineData("怎么安装", "请看说明书。", DialogueAct.Ask, false)]
    [InlineData("是的", null, DialogueAct.Confirm, true)]
    [InlineData("谢谢，再见", null, DialogueAct.Close, false)]
    public void A_last_line_waits_unless_we_answered_it_or_it_ends_the_conversation(string text, string? answered, string act, bool waits)
    {
        ChatLine[] lines = [new("assistant", "您是想了解安装条件吗？"), new("customer", text), .. Ours(answered)];

        var customer = SummariseConversation.CustomerOf(lines).ShouldNotBeNull();

        (customer.Act, customer.Waits).ShouldBe((act, waits));
    }

    [Fact]
    public void Where_no_customer_wrote_nobody_waits() => SummariseConversation.CustomerOf([.. Ours("您好")]).ShouldBeNull();

    private static IEnumerable<ChatLine> Ours(string? text) => text is null ? [] : [new ChatLine("assistant", text)];

    private Task<HttpResponseMessage> SummariseAsync(Guid id) =>
        platform.Host.Operator.PostAsync($"/api/v1/ai/conversations/{id}/summary", content: null, Ct);

    private async Task SayAsync(string agentId, string content, string side)
    {
        using var answer = await platform.Host.Agent(agentId).PostAsJsonAsync(
            "/api/v1/messages",
            new
            {
                agent_id = agentId,
                message = new
                {
                    id = Guid.CreateVersion7().ToString("N"), chat_id = "李四", sender = "李四", content, type = "text", is_group = false, is_at_me = false, side,
                },
            },
            Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(Ct));
    }

    private async Task<Guid> ConversationAsync(string agentId) =>
        (await platform.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/conversations", Ct)).GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("agent_id").GetString() == agentId).GetProperty("id").GetGuid();
}
