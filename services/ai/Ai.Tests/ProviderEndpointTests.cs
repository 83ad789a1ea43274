using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Tests;

public class ProviderEndpointTests
{
    [Fact]
    public void The_company_that_receives_texts_is_told()
    {
        var response = GetProvider.Describe(new LlmOptions { Provider = "glm", BaseUrl = "https://open.bigmodel.cn/api/paas/v4", Model = "glm-4" });

        (response.Provider, response.Model, response.Company?.Zh, response.Company?.En).ShouldBe(("glm", "glm-4", "智谱", "Zhipu AI (GLM, China)"));
    }

    [Fact]
    public void Without_a_model_there_is_no_company()
    {
        var response = GetProvider.Describe(new LlmOptions());

        (response.Provider, response.Company).ShouldBe((null, null));
        response.Notice.ShouldContain("未配置模型");
    }
}
