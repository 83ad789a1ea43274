using WeChatPlatform.Ai.Providers;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests;

public class ProviderEndpointTests
{
    [Fact]
    public void The_company_that_receives_texts_is_told()
    {
        var response = GetProvider.Describe(new ConfiguredProvider
        {
            Id = "glm", Kind = "glm", Protocol = LlmProtocol.OpenAi, BaseUrl = new Uri("https://open.bigmodel.cn/api/paas/v4"), ApiKey = "", Model = "glm-4",
            Receiver = new TextReceiver("智谱", "Zhipu AI"), Version = "1",
        });

        (response.Provider, response.Model, response.Company?.Zh, response.Company?.En).ShouldBe(("glm", "glm-4", "智谱", "Zhipu AI"));
    }

    [Fact]
    public void Without_a_model_there_is_no_company()
    {
        var response = GetProvider.Describe(first: null);

        (response.Provider, response.Company).ShouldBe((null, null));
        response.Notice.ShouldContain("未配置模型");
    }
}
