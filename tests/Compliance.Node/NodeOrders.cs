namespace WeChatPlatform.Compliance.Node;

/// <summary>What a node is told when it starts.</summary>
/// <remarks>
/// <paramref name="Settings"/> as any host has them; they hold passwords, so they come by the input and not by the command line.
/// <paramref name="Follows"/>: it has the queues that see the order. <paramref name="EvidencePath"/>: a file that is not there yet.
/// </remarks>
public sealed record NodeOrders(Dictionary<string, string?> Settings, bool Follows, string EvidencePath);
