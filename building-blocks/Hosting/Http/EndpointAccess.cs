using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WeChatPlatform.Edge;

namespace WeChatPlatform.Hosting;

/// <summary>Writes into the API's document who may call each operation, as x-access: open, agent, viewer, operator, admin or service.</summary>
internal static class EndpointAccess
{
    public const string Extension = "x-access";

    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        // What names no rule gets no word either: the walk over all operations fails there.
        if (Policies.Of(context.Description.ActionDescriptor.EndpointMetadata) is { } access)
        {
            operation.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            operation.Extensions[Extension] = new JsonNodeExtension(JsonValue.Create(access));
        }

        return Task.CompletedTask;
    }
}
