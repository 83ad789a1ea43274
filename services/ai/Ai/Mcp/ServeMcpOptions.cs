namespace WeChatPlatform.Ai.Mcp;

/// <summary>What MCP clients are offered.</summary>
internal sealed class ServeMcpOptions
{
    public const string Section = "Ai:Mcp";

    /// <summary>Whether clients with a viewer's token may ask for knowledge, customers and orders by MCP.</summary>
    public bool Enabled { get; set; } = true;
}
