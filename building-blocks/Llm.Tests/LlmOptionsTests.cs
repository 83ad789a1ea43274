using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm.Tests;

public class LlmOptionsTests
{
    [Fact]
    public void A_variable_fills_what_the_section_leaves_open()
    {
        var options = Read(new() { ["DEEPSEEK_API_KEY"] = "k" });

        (options.Provider, options.Model, options.ApiKey, options.MaxTokens, options.Temperature)
            .ShouldBe(("deepseek", "deepseek-flash", "k", 512, 0.3));
    }

    [Fact]
    public void Without_settings_there_is_no_model() => Read([]).IsConfigured.ShouldBeFalse();

    [Theory]
    [InlineData("Llm:Provider", "gpt", "Llm:Provider 'gpt' is not known")]
    [InlineData("Llm:Provider", "custom", "Llm:BaseUrl is missing")]
    [InlineData("Llm:Provider", "glm", "GLM_API_KEY")]
    [InlineData("Llm:BaseUrl", "ftp://x", "must be an http or https address")]
    [InlineData("Llm:BaseUrl", "http://localhost:11434/v1", "Llm:Model")]
    [InlineData("Llm:ApiKey", "k", "a key alone does not say whose it is")]
    [InlineData("Llm:TryTimeoutSeconds", "200", "must not exceed")]
    [InlineData("Llm:Temperature", "3", "Temperature")]
    public void A_fault_is_named_at_start(string setting, string value, string fault) =>
        Should.Throw<OptionsValidationException>(() => Read(new() { [setting] = value })).Message.ShouldContain(fault);

    [Fact]
    public void All_faults_are_listed_at_once()
    {
        var failure = Should.Throw<OptionsValidationException>(() => Read(new()
        {
            ["Llm:BaseUrl"] = "nonsense",
            ["Llm:ApiKey"] = "k",
            ["Llm:ApiKeyFile"] = "/nowhere/key",
            ["Llm:MaxTokens"] = "0",
        }));

        failure.Failures.Count().ShouldBe(5);
    }

    [Fact]
    public void A_broken_key_is_named_without_being_quoted() =>
        Should.Throw<OptionsValidationException>(() => Read(new() { ["OPENAI_API_KEY"] = "sk-secret with blank" }))
            .Message.ShouldSatisfyAllConditions(
                message => message.ShouldContain("API key"),
                message => message.ShouldNotContain("sk-secret"));

    [Fact]
    public async Task A_key_file_is_read_without_its_line_end()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "sk-from-file\n", TestContext.Current.CancellationToken);
        await using var kit = await LlmKit.StartAsync();
        var (host, _) = LlmKit.Build(new()
        {
            ["Llm:BaseUrl"] = kit.Provider.BaseUrl,
            ["Llm:Model"] = "m",
            ["Llm:ApiKeyFile"] = file,
        });

        await host.Services.GetRequiredService<ILlmChain>().CompleteAsync(
            new LlmRequest(LlmKit.Question, [new LlmTarget("custom", "m")]), TestContext.Current.CancellationToken);

        kit.Provider.Requests.Single().Authorization.ShouldBe("Bearer sk-from-file");
        host.Dispose();
        File.Delete(file);
    }

    private static LlmOptions Read(Dictionary<string, string?> settings)
    {
        var (host, _) = LlmKit.Build(settings);
        using (host)
        {
            return host.Services.GetRequiredService<IOptions<LlmOptions>>().Value;
        }
    }
}
