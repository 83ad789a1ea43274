using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Hosting;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class SharedSearchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(FaultyKeywordIndex.Fault.LosesWrites), 422, "probe_failed", "new_not_found")]
    [InlineData(nameof(FaultyKeywordIndex.Fault.FindsTheRetired), 422, "probe_failed", "retired_found")]
    [InlineData(nameof(FaultyKeywordIndex.Fault.Away), 503, "indexes_unavailable", null)]
    public async Task A_release_that_an_index_does_not_hold_as_it_should_is_taken_back_and_says_which_probe(
        string fault, int status, string title, string? code)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        using var index = new FaultyKeywordIndex();
        await using var service = await StartAsync(databases, new SearchParts { Keyword = index });
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);
        await service.UploadAsync("faq.jsonl", Knowledge.Warranty.Replace("两年", "三年", StringComparison.Ordinal) + "\n" + Knowledge.Price);

        index.Now = Enum.Parse<FaultyKeywordIndex.Fault>(fault);
        var refused = await service.PostAsync("releases");
        index.Now = FaultyKeywordIndex.Fault.None;

        refused.Status.ShouldBe(status);
        refused.Body.GetProperty("title").GetString().ShouldBe(title);
        if (code is not null)
        {
            refused.Body.GetProperty("faults").EnumerateArray().ShouldContain(one =>
                one.GetProperty("code").GetString() == code && one.GetProperty("index").GetString() == "keyword"
                && one.GetProperty("subject").GetString() == "充电桩保修多久");
        }

        (await service.SearchAsync("质保几年"))[0].Text.ShouldBe("整机保修两年。");
        (await service.PublishAsync()).ShouldBe(3);
        (await service.SearchAsync("质保几年"))[0].Text.ShouldBe("整机保修三年。");
    }

    [Fact]
    public async Task Without_the_shared_index_the_search_goes_on_and_says_so()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        using var index = new FaultyKeywordIndex();
        await using var service = await StartAsync(databases, new SearchParts { Keyword = index });
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);

        index.Now = FaultyKeywordIndex.Fault.Away;
        var found = await service.GetAsync($"search?q={Uri.EscapeDataString("质保几年")}");

        found.GetProperty("degraded")[0].GetString().ShouldBe("keyword_unavailable");
        found.GetProperty("results")[0].GetProperty("text").GetString().ShouldBe("整机保修两年。");
    }

    [Fact]
    public async Task A_model_comes_into_use_when_everything_is_embedded_and_until_then_the_built_in_one_answers()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        var allowed = new TaskCompletionSource();
        await using (var before = await TestHost.StartAsync(new RagModule(), databases))
        {
            await before.ImportAsync("faq.jsonl", Knowledge.Warranty + "\n" + Knowledge.Price);
        }

        await using var service = await StartAsync(databases, new SearchParts { Embedder = new WaitingEmbedder(allowed.Task) });
        (await EmbedderAsync(service)).ShouldStartWith("built-in/");
        (await service.SearchAsync("质保几年"))[0].Text.ShouldBe("整机保修两年。");

        allowed.SetResult();

        await Eventually.Holds("the model is in use", async () => await EmbedderAsync(service) == "waiting/16");
        (await service.SearchAsync("质保几年"))[0].Text.ShouldBe("整机保修两年。");
        await service.ImportAsync("more.jsonl", """{"question": "支持哪些手机", "answer": "安卓和苹果都支持。"}""");
        (await service.SearchAsync("支持哪些手机"))[0].Text.ShouldBe("安卓和苹果都支持。");
    }

    private static async Task<string> EmbedderAsync(TestHost service) =>
        (await service.PostAsync("hit-test", new { question = "质保几年" })).Body.GetProperty("explanation").GetProperty("embedder").GetString()!;

    private static Task<TestHost> StartAsync(TestDatabases databases, SearchParts parts) => TestHost.StartAsync(
        new PlatformHostSetup { Modules = [new RagModule()], ReadEnvironment = false, AddServices = builder => builder.Services.AddSingleton(parts) },
        databases);
}
