using System.Collections.Frozen;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Messaging;

/// <summary>
/// Which messages exist in this process and which of its queues handle them. Filled while modules contribute, read
/// afterwards. A name in the outbox is resolved here and nowhere else, so a row can never name an arbitrary type.
/// </summary>
public sealed class MessageCatalog
{
    private readonly Dictionary<string, Type> types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, List<string>> queues = [];
    private readonly Dictionary<string, Queue> byName = new(StringComparer.Ordinal);
    private FrozenDictionary<Type, string[]>? frozen;

    internal MessageCatalog()
    {
        Know(typeof(MessageReceived).Assembly.GetExportedTypes());
    }

    /// <summary>Every queue of this process and the messages it handles; broadcast endpoints are not among them.</summary>
    public IReadOnlyCollection<Queue> Queues => byName.Values;

    /// <summary>Every message that can occur in this process.</summary>
    internal IReadOnlyCollection<Type> Known => types.Values;

    /// <summary>The name a message has in outbox rows.</summary>
    /// <exception cref="InvalidOperationException">It is neither a contract nor handled in this process.</exception>
    internal string NameOf(Type message) =>
        message.FullName is { } name && types.ContainsKey(name)
            ? name
            : throw new InvalidOperationException($"{message} is neither a contract nor a message of a module in this process.");

    internal Type? Find(string name) => types.GetValueOrDefault(name);

    internal string[] QueuesOf(Type message)
    {
        frozen ??= queues.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
        return frozen.TryGetValue(message, out var names) ? names : [];
    }

    /// <exception cref="InvalidOperationException">Another consumer has that queue already.</exception>
    internal void Add(string queue, string module, Type contextType, IReadOnlyCollection<Type> messages)
    {
        if (!byName.TryAdd(queue, new Queue(queue, module, contextType, messages)))
        {
            throw new InvalidOperationException($"Two consumers want the queue {queue}.");
        }

        Know(messages);
        foreach (var message in messages)
        {
            if (!queues.TryGetValue(message, out var names))
            {
                queues[message] = names = [];
            }

            names.Add(queue);
        }
    }

    internal void Know(IEnumerable<Type> messages)
    {
        foreach (var message in messages)
        {
            types[message.FullName!] = message;
        }
    }

    internal Queue? FindQueue(string name) => byName.GetValueOrDefault(name);

    /// <summary>One shared queue of this process.</summary>
    public sealed record Queue(string Name, string Module, Type ContextType, IReadOnlyCollection<Type> Messages);
}
