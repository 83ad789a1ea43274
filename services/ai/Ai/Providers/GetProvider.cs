using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai;

/// <summary>Who words the answers, and which company therefore reads what customers write.</summary>
internal static class GetProvider
{
    private const string NoModel = "未配置模型：仅用知识库回答，客户消息不外发 / no model is configured: answers come from the knowledge base, customer texts stay here";

    /// <summary>Provider, model and company are absent when no model is configured.</summary>
    internal sealed record Response(string? Provider, string? Model, Company? Company, string Notice);

    internal sealed record Company(string Zh, string En);

    public static void MapGetProvider(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/ai/provider", Handle)
            .RequireAuthorization(Policies.Viewer)
            .WithName("ai.GetProvider");

    internal static Response Describe(LlmOptions options)
    {
        if (!options.IsConfigured)
        {
            return new Response(Provider: null, Model: null, Company: null, NoModel);
        }

        var receiver = ProviderCatalog.BuiltIn.ReceiverAt(options.BaseUrl);
        return new Response(options.Provider, options.Model, new Company(receiver.Chinese, receiver.English), receiver.Notice);
    }

    private static Ok<Response> Handle(IOptions<LlmOptions> options) => TypedResults.Ok(Describe(options.Value));
}
