using System.Collections.Concurrent;
using System.Threading.Channels;

namespace WeChatPlatform.Message.Agents;

/// <summary>The agents whose sockets this replica holds, and how to wake the one that has something to send.</summary>
internal sealed class AgentConnections
{
    private readonly ConcurrentDictionary<string, ChannelWriter<byte>> connected = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> open = new(StringComparer.Ordinal);

    private int greetingChanges;

    /// <summary>Counts one more socket of an agent, unless it has as many as it may have.</summary>
    public bool TryOpen(string agentId, int most)
    {
        if (open.AddOrUpdate(agentId, 1, (_, count) => count + 1) <= most)
        {
            return true;
        }

        Closed(agentId);
        return false;
    }

    /// <summary>A counted socket is gone.</summary>
    public void Closed(string agentId)
    {
        if (open.AddOrUpdate(agentId, 0, (_, count) => count - 1) == 0)
        {
            open.TryRemove(KeyValuePair.Create(agentId, 0));
        }
    }

    public int Count => connected.Count;

    /// <summary>How often this replica heard that the table of greetings changed.</summary>
    public int GreetingChanges => Volatile.Read(ref greetingChanges);

    /// <summary>Wakes every connection, so that each reads the table.</summary>
    public void GreetingsChanged()
    {
        Interlocked.Increment(ref greetingChanges);
        foreach (var wake in connected.Values)
        {
            wake.TryWrite(0);
        }
    }

    /// <summary>Whether an agent that was let in has its socket here.</summary>
    public bool IsConnected(string agentId) => connected.ContainsKey(agentId);

    /// <summary>The newest connection of an agent is the one that is woken; an older one finds its socket closed.</summary>
    public void Add(string agentId, ChannelWriter<byte> wake)
    {
        ChannelWriter<byte>? older = null;
        connected.AddOrUpdate(agentId, wake, (_, current) =>
        {
            older = current;
            return wake;
        });
        older?.TryComplete();
    }

    public void Remove(string agentId, ChannelWriter<byte> wake) =>
        connected.TryRemove(KeyValuePair.Create(agentId, wake));

    public void Wake(string agentId)
    {
        if (connected.TryGetValue(agentId, out var wake))
        {
            wake.TryWrite(0);
        }
    }
}
