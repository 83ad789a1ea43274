using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Llm.Tests;

public class ConnectionsTests
{
    [Theory]
    [InlineData("OPENAI_API_KEY", "openai", "https://api.openai.com/v1", "gpt-4o-mini")]
    [InlineData("DEEPSEEK_API_KEY", "deepseek", "https://api.deepseek.com/v1", "deepseek-flash")]
    [InlineData("CLAUDE_API_KEY", "claude", "https://api.anthropic.com", "claude-sonnet-5-5")]
    [InlineData("ERNIE_API_KEY", "ernie", "https://qianfan.baidubce.com/v2", "ernie-4.5-turbo-128k")]
    [InlineData("QWEN_API_KEY", "qwen", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-turbo")]
    [InlineData("MOONSHOT_API_KEY", "moonshot", "https://api.moonshot.cn/v1", "moonshot-v1-8k")]
    [InlineData("GLM_API_KEY", "glm", "https://open.bigmodel.cn/api/paas/v4", "glm-4-flash")]
    [InlineData("GEMINI_API_KEY", "gemini", "https://generativelanguage.googleapis.com/v1beta/openai/", "gemini-3.1-flash-lite")]
    public void A_key_alone_picks_its_provider_with_its_defaults(string key, string provider, string baseUrl, string model)
    {
        var choice = Read((key, "k")).Single();

        (choice.Provider, choice.BaseUrl, choice.Model, choice.ApiKey).ShouldBe((provider, baseUrl, model, "k"));
    }

    [Fact]
    public void No_key_is_no_provider() => Read().ShouldBeEmpty();

    [Fact]
    public void A_blank_key_is_no_key() => Read(("OPENAI_API_KEY", "  ")).ShouldBeEmpty();

    [Fact]
    public void All_whose_keys_are_set_are_connected_in_the_order_of_the_catalogue() =>
        Read(("GLM_API_KEY", "g"), ("DEEPSEEK_API_KEY", "d"), ("QWEN_API_KEY", "q")).Select(one => one.Id)
            .ShouldBe(["deepseek", "qwen", "glm"]);

    [Fact]
    public void A_named_base_url_comes_before_a_bare_key() =>
        Read(("OPENAI_API_KEY", "o"), ("QWEN_API_KEY", "q"), ("QWEN_BASE_URL", "http://qwen.internal/v1"), ("QWEN_MODEL", "m"))
            .Select(one => (one.Id, one.BaseUrl)).ShouldBe([("qwen", "http://qwen.internal/v1"), ("openai", "https://api.openai.com/v1")]);

    [Fact]
    public void The_other_spelling_of_a_base_url_counts() =>
        Read(("GLM_API_KEY", "g"), ("GLM_API_BASE", "http://glm.internal/v4")).Single().BaseUrl.ShouldBe("http://glm.internal/v4");

    [Fact]
    public void A_timeout_of_a_provider_is_in_seconds() =>
        Read(("GLM_API_KEY", "g"), ("GLM_TIMEOUT", "30")).Single().TryTimeoutSeconds.ShouldBe(30);

    [Fact]
    public void A_provider_that_the_section_names_is_the_only_one()
    {
        var choice = Read(("Llm:Provider", "GLM"), ("GLM_API_KEY", "g"), ("OPENAI_API_KEY", "o"), ("Llm:Model", "glm-4")).Single();

        (choice.Provider, choice.ApiKey, choice.Model).ShouldBe(("glm", "g", "glm-4"));
    }

    [Fact]
    public void A_list_is_taken_as_it_stands()
    {
        var connections = Read(
            ("Llm:Providers:0:Provider", "qwen"), ("Llm:Providers:0:Model", "qwen-plus"), ("Llm:Providers:1:Provider", "qwen"),
            ("Llm:Providers:2:BaseUrl", "http://models.internal/v1"), ("Llm:Providers:2:Model", "m"), ("Llm:Providers:2:Id", "house"),
            ("QWEN_API_KEY", "q"), ("OPENAI_API_KEY", "o"));

        connections.Select(one => (one.Id, one.Provider, one.Model, one.ApiKey))
            .ShouldBe([("qwen", "qwen", "qwen-plus", "q"), ("qwen-2", "qwen", "qwen-turbo", "q"), ("house", "custom", "m", "")]);
    }

    [Fact]
    public void None_forbids_a_model_whatever_keys_there_are() =>
        Read(("Llm:Provider", "none"), ("OPENAI_API_KEY", "o")).ShouldBeEmpty();

    [Fact]
    public void An_openai_base_url_of_another_company_is_that_company()
    {
        var choice = Read(("OPENAI_BASE_URL", "https://api.deepseek.com/v1"), ("OPENAI_API_KEY", "k")).Single();

        (choice.Provider, choice.Model).ShouldBe(("deepseek", "deepseek-flash"));
    }

    [Fact]
    public void A_server_of_ones_own_takes_the_named_model()
    {
        var choice = Read(("OPENAI_BASE_URL", "http://localhost:11434/v1"), ("OPENAI_MODEL", "qwen2.5:7b")).Single();

        (choice.Provider, choice.Model, choice.ApiKey).ShouldBe(("custom", "qwen2.5:7b", ""));
    }

    [Fact]
    public void Ollama_needs_a_model_and_no_key() =>
        Read(("OLLAMA_MODEL", "qwen3:8b")).Single().ShouldSatisfyAllConditions(
            one => (one.Provider, one.BaseUrl, one.Model).ShouldBe(("ollama", "http://localhost:11434/v1", "qwen3:8b")));

    [Fact]
    public void The_openai_key_is_not_sent_to_an_address_of_the_section() =>
        Read(("Llm:BaseUrl", "http://models.internal/v1"), ("Llm:Model", "m"), ("OPENAI_API_KEY", "o")).Single().ApiKey.ShouldBe("");

    [Theory]
    [InlineData("abroad", "https://api.openai.com/v1", true)]
    [InlineData("abroad", "https://api.deepseek.com/v1", false)]
    [InlineData("abroad", "https://models.example/v1", true)]
    [InlineData("abroad", "http://192.168.3.4:8000/v1", false)]
    [InlineData("abroad", "http://ollama:11434/v1", false)]
    [InlineData("always", "https://api.deepseek.com/v1", true)]
    [InlineData("never", "https://api.openai.com/v1", false)]
    public void Personal_data_is_masked_before_whoever_the_setting_says(string setting, string baseUrl, bool masks)
    {
        var (host, _) = LlmKit.Build(new()
        {
            ["Llm:BaseUrl"] = baseUrl, ["Llm:Model"] = "m", ["Llm:ApiKey"] = "k", ["Llm:MaskPersonalData"] = setting,
        });
        using (host)
        {
            host.Services.GetRequiredService<ConfigurationProviderSource>().Current.Single().MasksPersonalData.ShouldBe(masks);
        }
    }

    [Theory]
    [InlineData("https://api.deepseek.com/v1", "客户消息将发送给：深度求索 / customer texts will be sent to DeepSeek (China)")]
    [InlineData("http://127.0.0.1:8080/v1",
        "客户消息将发送给：本机的模型服务（127.0.0.1:8080） / customer texts will be sent to the model server on this machine (127.0.0.1:8080)")]
    [InlineData("https://models.example/v1",
        "客户消息将发送给：服务器 models.example 的运营者 / customer texts will be sent to whoever runs the server models.example")]
    public void The_notice_names_who_receives_the_texts(string baseUrl, string notice) =>
        ProviderCatalog.BuiltIn.ReceiverAt(baseUrl).Notice.ShouldBe(notice);

    [Fact]
    public void A_connection_does_not_print_its_key() =>
        Read(("OPENAI_API_KEY", "sk-secret")).Single().ToString().ShouldNotContain("sk-secret");

    private static IReadOnlyList<ProviderConnectionSettings> Read(params (string Name, string Value)[] settings)
    {
        var (host, _) = LlmKit.Build(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
        using (host)
        {
            return host.Services.GetRequiredService<IOptions<LlmOptions>>().Value.Connections;
        }
    }
}
