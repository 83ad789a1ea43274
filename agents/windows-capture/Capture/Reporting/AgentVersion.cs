using System.Reflection;

namespace WeChatPlatform.Capture.Reporting;

/// <summary>The version of this agent, without the commit behind it.</summary>
internal static class AgentVersion
{
    public static string Text { get; } =
        typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
