using WeChatPlatform.Testing;

namespace WeChatPlatform.Llm.Tests;

/// <summary>What differs in the requests to each provider, as the catalogue has it.</summary>
public class RequestTests
{
    [Theory]
    [InlineData("openai", "gpt-4o-mini", "max_completion_tokens")]
    [InlineData("qwen", "qwen-turbo", "max_tokens")]
    [InlineData("claude", "claude-sonnet-5-5", "max_tokens")]
    public async Task The_length_has_the_name_that_the_provider_reads(string provider, string model, string member) =>
        ((int?)(await RequestAsync(provider, model)).Body[member]).ShouldBe(512);

    [Theory]
    [InlineData("openai", "gpt-4o-mini", 0, 0)]
    [InlineData("ernie", "ernie-3.5-8k", 0, 0.01)]
    [InlineData("glm", "glm-4-flash", 2, 0.99)]
    [InlineData("moonshot", "moonshot-v1-8k", 2, 1)]
    [InlineData("deepseek", "deepseek-flash", 2, 2)]
    public async Task The_temperature_is_one_that_the_provider_takes(string provider, string model, double wished, double sent) =>
        ((double?)(await RequestAsync(provider, model, wished)).Body["temperature"])!.Value.ShouldBe(sent, 0.001);

    [Theory]
    [InlineData("claude", "claude-sonnet-5-5")]
    [InlineData("moonshot", "kimi-k2.6")]
    public async Task A_model_that_takes_no_temperature_gets_none(string provider, string model) =>
        (await RequestAsync(provider, model)).Body.ContainsKey("temperature").ShouldBeFalse();

    [Theory]
    [InlineData("deepseek", "deepseek-flash", "thinking", """{"type":"disabled"}""")]
    [InlineData("qwen", "qwen-plus", "enable_thinking", "false")]
    [InlineData("glm", "glm-5.3-flash", "thinking", """{"type":"disabled"}""")]
    public async Task Thinking_is_turned_off_where_it_is_on(string provider, string model, string member, string value) =>
        (await RequestAsync(provider, model)).Body[member]!.ToJsonString().ShouldBe(value);

    [Theory]
    [InlineData("openai", "gpt-4o-mini")]
    [InlineData("qwen", "qwen-max")]
    [InlineData("gemini", "gemini-2.5-flash")]
    public async Task Nobody_gets_members_that_he_does_not_know(string provider, string model) =>
        (await RequestAsync(provider, model)).Body.Select(member => member.Key).Order()
            .ShouldBe(provider == "openai" ? ["max_completion_tokens", "messages", "model", "temperature"] : ["max_tokens", "messages", "model", "temperature"]);

    [Fact]
    public async Task An_address_with_or_without_its_version_reaches_anthropic()
    {
        await using var kit = await LlmKit.StartAsync([ProviderDialects.ByName("claude")], time: null);
        var bare = kit.Connected[0].BaseUrl;
        var (host, _) = LlmKit.Build(new()
        {
            ["Llm:Provider"] = "claude", ["Llm:BaseUrl"] = $"{bare}v1", ["Llm:ApiKey"] = "k",
        });
        using (host)
        {
            await ((ILlmChain)host.Services.GetService(typeof(ILlmChain))!).CompleteAsync(
                new LlmRequest(LlmKit.Question, [new LlmTarget("claude", "m")]), TestContext.Current.CancellationToken);
        }

        await kit.AskAsync();

        kit.Provider.Requests.Select(request => request.Path).ShouldBe(["/v1/messages", "/v1/messages"]);
    }

    private static async Task<ProviderRequest> RequestAsync(string provider, string model, double temperature = 0.3)
    {
        await using var kit = await LlmKit.StartAsync([ProviderDialects.ByName(provider)], time: null, ("Llm:Providers:0:Model", model));
        await kit.AskAsync(new LlmRequest(LlmKit.Question, kit.Targets) { Temperature = temperature });
        return kit.Provider.Requests.Single();
    }
}
