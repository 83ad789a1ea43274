using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests;

public class ProviderCatalogTests
{
    [Theory]
    [InlineData("OPENAI_API_KEY", "openai", "https://api.openai.com/v1", "gpt-4o-mini")]
    [InlineData("DEEPSEEK_API_KEY", "deepseek", "https://api.deepseek.com/v1", "deepseek-chat")]
    [InlineData("QWEN_API_KEY", "qwen", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-turbo")]
    [InlineData("MOONSHOT_API_KEY", "moonshot", "https://api.moonshot.cn/v1", "moonshot-v1-8k")]
    [InlineData("GLM_API_KEY", "glm", "https://open.bigmodel.cn/api/paas/v4", "glm-4-flash")]
    [InlineData("GEMINI_API_KEY", "gemini", "https://generativelanguage.googleapis.com/v1beta/openai/", "gemini-1.5-flash")]
    public void A_key_alone_picks_its_provider_with_its_defaults(string key, string provider, string baseUrl, string model)
    {
        var choice = Choose((key, "k")).ShouldNotBeNull();

        (choice.Provider, choice.BaseUrl, choice.Model, choice.ApiKey).ShouldBe((provider, baseUrl, model, "k"));
    }

    [Fact]
    public void No_key_is_no_provider() => Choose().ShouldBeNull();

    [Fact]
    public void A_blank_key_is_no_key() => Choose(("OPENAI_API_KEY", "  ")).ShouldBeNull();

    [Fact]
    public void Of_several_keys_the_first_of_the_catalogue_wins() =>
        Choose(("GLM_API_KEY", "g"), ("DEEPSEEK_API_KEY", "d"), ("QWEN_API_KEY", "q"))!.Provider.ShouldBe("deepseek");

    [Fact]
    public void A_named_base_url_wins_over_a_bare_key() =>
        Choose(("OPENAI_API_KEY", "o"), ("QWEN_API_KEY", "q"), ("QWEN_BASE_URL", "http://qwen.internal/v1"), ("QWEN_MODEL", "m"))!
            .BaseUrl.ShouldBe("http://qwen.internal/v1");

    [Fact]
    public void The_section_wins_over_variables()
    {
        var choice = Choose(("Llm:Provider", "GLM"), ("GLM_API_KEY", "g"), ("OPENAI_API_KEY", "o"), ("Llm:Model", "glm-4")).ShouldNotBeNull();

        (choice.Provider, choice.ApiKey, choice.Model).ShouldBe(("glm", "g", "glm-4"));
    }

    [Fact]
    public void None_forbids_a_model_whatever_keys_there_are() =>
        Choose(("Llm:Provider", "none"), ("OPENAI_API_KEY", "o")).ShouldBeNull();

    [Fact]
    public void An_openai_base_url_of_another_company_is_that_company()
    {
        var choice = Choose(("OPENAI_BASE_URL", "https://api.deepseek.com/v1"), ("OPENAI_API_KEY", "k")).ShouldNotBeNull();

        (choice.Provider, choice.Model, choice.Receiver.English).ShouldBe(("deepseek", "deepseek-chat", "DeepSeek (China)"));
    }

    [Fact]
    public void A_server_of_ones_own_takes_the_named_model()
    {
        var choice = Choose(("OPENAI_BASE_URL", "http://localhost:11434/v1"), ("OPENAI_MODEL", "qwen2.5:7b")).ShouldNotBeNull();

        (choice.Provider, choice.Model, choice.ApiKey).ShouldBe(("custom", "qwen2.5:7b", null));
    }

    [Fact]
    public void The_openai_key_is_not_sent_to_an_address_of_the_section() =>
        Choose(("Llm:BaseUrl", "http://models.internal/v1"), ("OPENAI_API_KEY", "o"))!.ApiKey.ShouldBeNull();

    [Theory]
    [InlineData("https://api.deepseek.com/v1", "客户消息将发送给：深度求索 / customer texts will be sent to DeepSeek (China)")]
    [InlineData("http://127.0.0.1:8080/v1",
        "客户消息将发送给：本机的模型服务（127.0.0.1:8080） / customer texts will be sent to the model server on this machine (127.0.0.1:8080)")]
    [InlineData("https://models.example/v1",
        "客户消息将发送给：服务器 models.example 的运营者 / customer texts will be sent to whoever runs the server models.example")]
    public void The_notice_names_who_receives_the_texts(string baseUrl, string notice) =>
        ProviderCatalog.ReceiverAt(baseUrl).Notice.ShouldBe(notice);

    [Fact]
    public void A_choice_does_not_print_its_key() =>
        Choose(("OPENAI_API_KEY", "sk-secret")).ShouldNotBeNull().ToString().ShouldNotContain("sk-secret");

    private static ProviderChoice? Choose(params (string Name, string Value)[] settings) =>
        ProviderCatalog.Choose(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
}
