using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WeChatPlatform.Edge;
using WeChatPlatform.Llm;

namespace WeChatPlatform.Ai.Providers;

/// <summary>Who is asked first, and which company therefore reads what customers write. All of them: <see cref="ListReceivers"/>.</summary>
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

    internal static Response Describe(ConfiguredProvider? first) => first is null
        ? new Response(Provider: null, Model: null, Company: null, NoModel)
        : new Response(first.Id, first.Model, new Company(first.Receiver.Chinese, first.Receiver.English), first.Receiver.Notice);

    private static async Task<Ok<Response>> Handle(IProviderSource providers, CancellationToken ct) =>
        TypedResults.Ok(Describe(await providers.CurrentAsync(ct) is [var first, ..] ? first : null));
}
