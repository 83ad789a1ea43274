using System.Diagnostics;

namespace WeChatPlatform.Message.Agents;

/// <summary>Lets the trace that went out with a decision come back with the report of its delivery.</summary>
internal static class AgentTraces
{
    private static readonly ActivitySource Source = new("WeChatPlatform.Message");

    public static Activity? Continue(string? traceparent) =>
        ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent)
            ? Source.StartActivity("record delivery", ActivityKind.Server, parent)
            : null;
}
