using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WeChatPlatform.Ai.Caching;
using WeChatPlatform.Caching;

namespace WeChatPlatform.Ai.Tests.Caching;

public sealed class AnswerCacheTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly AnswerKey Key = new("agent-1", "7kW多少钱？", "prompt", 3, "facts");
    private static readonly CachedAnswer Answer = new("1980元。", 0.9, "p", "m", ["faq-1"], Noon);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_found_again_by_the_same_question()
    {
        using var host = Build();
        var cache = host.Services.GetRequiredService<IAnswerCache>();
        (await cache.FindAsync(Key, Ct)).ShouldBeNull();

        await cache.KeepAsync(Key, Answer, Ct);

        (await cache.FindAsync(Key, Ct)).ShouldNotBeNull().Text.ShouldBe(Answer.Text);
        (await cache.FindAsync(Key with { Question = " 7KW多少钱呀？" }, Ct)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Whatever_an_answer_was_made_of_changes_it_is_not_found_any_more()
    {
        using var host = Build();
        var cache = host.Services.GetRequiredService<IAnswerCache>();
        await cache.KeepAsync(Key with { Faq = new FaqMatch("faq-1", "pair") }, Answer, Ct);

        foreach (var other in new[]
        {
            Key with { AgentId = "agent-2" },
            Key with { Question = "11kW多少钱？" },
            Key with { Prompt = "another prompt" },
            Key with { Release = 4 },
            Key with { Facts = "a price that changed" },
            Key with { Question = "别的问法", Release = 4, Faq = new FaqMatch("faq-1", "pair") },
            Key with { Question = "别的问法", Faq = new FaqMatch("faq-1", "the pair's new text") },
            Key with { Question = "别的问法", Prompt = "another prompt", Faq = new FaqMatch("faq-1", "pair") },
        })
        {
            (await cache.FindAsync(other, Ct)).ShouldBeNull($"{other}");
        }
    }

    [Fact]
    public async Task An_answer_that_rests_on_one_pair_alone_serves_every_wording_of_its_question()
    {
        using var host = Build();
        var cache = host.Services.GetRequiredService<IAnswerCache>();
        var worded = Key with { Faq = new FaqMatch("faq-1", "pair") };
        var otherwise = worded with { Question = "七千瓦的什么价", Facts = "other evidence beside it" };

        await cache.KeepAsync(worded, Answer with { EvidenceIds = ["faq-1", "doc-2"] }, Ct);
        (await cache.FindAsync(otherwise, Ct)).ShouldBeNull("it rests on more than the pair");
        await cache.KeepAsync(worded with { Question = "7kW的价格" }, Answer, Ct);

        (await cache.FindAsync(otherwise, Ct)).ShouldNotBeNull();
        (await cache.FindAsync(otherwise with { Faq = null }, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        using var host = Build(("Ai:AnswerCache:Enabled", "false"));
        var cache = host.Services.GetRequiredService<IAnswerCache>();

        await cache.KeepAsync(Key, Answer, Ct);

        (await cache.FindAsync(Key, Ct)).ShouldBeNull();
    }

    [Fact]
    public void A_pair_is_what_a_question_means_from_95_percent_on_and_never_beside_ERP_facts()
    {
        FaqMatch.Of(Turns.Ask("多少钱", Turns.Faq(0.95)))!.EvidenceId.ShouldBe("faq-1");
        FaqMatch.Of(Turns.Ask("多少钱", Turns.Faq(0.949))).ShouldBeNull();
        FaqMatch.Of(Turns.Ask("多少钱", Turns.Faq(0.99), Turns.Erp(0.5, "库存", "剩3台", "erp-1"))).ShouldBeNull();
        FaqMatch.Of(Turns.Ask("多少钱", Turns.Faq(0.99), Turns.Faq(0.995, id: "faq-2")))!.EvidenceId.ShouldBe("faq-2");
        FaqMatch.Of(Turns.Ask("多少钱")).ShouldBeNull();
    }

    [Theory]
    [InlineData("7kW多少钱？", "7kw多少钱")]
    [InlineData("  ７ｋＷ 多少钱 呀！！", "7kw多少钱")]
    [InlineData("“你好，”", "你好")]
    [InlineData("How  much is it ?", "how much is it")]
    [InlineData("1.5米的线", "1.5米的线")]
    [InlineData("15米的线", "15米的线")]
    [InlineData("型号 A-1 和 A1", "型号a-1和a1")]
    [InlineData("？？", "??")]
    [InlineData("打8折吗", "打8折吗")]
    public void What_does_not_change_the_meaning_is_taken_away(string question, string plain) => QuestionText.Plain(question).ShouldBe(plain);

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection(
            settings.Append(("Caching:Store", "memory")).ToDictionary(pair => pair.Item1, pair => (string?)pair.Item2));
        builder.AddPlatformCaching();
        builder.AddAnswerCache();
        return builder.Build();
    }
}
