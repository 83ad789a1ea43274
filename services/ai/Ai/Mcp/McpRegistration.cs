using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace WeChatPlatform.Ai.Mcp;

internal static class McpRegistration
{
    public static void AddMcp(this IHostApplicationBuilder builder) => builder.Services.TryAddSingleton<McpDesk>();
}
