using System.Collections.Concurrent;
using WeChatPlatform.Compliance.Node;

namespace WeChatPlatform.Compliance.Tests;

/// <summary>What the suite publishes through the modules' outboxes, and what must have come of it in the end.</summary>
internal sealed class Traffic(IServiceProvider services)
{
    private const int KeysOfModule = 4;

    private readonly Dictionary<string, Guid[]> keys = ModuleUnderTest.All.ToDictionary(
        module => module.Name, _ => Enumerable.Range(0, KeysOfModule).Select(_ => Guid.NewGuid()).ToArray(), StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(string Module, Guid Key), DateTimeOffset> delayed = new();
    private readonly ConcurrentBag<(string Module, Guid Key, int Number)> committed = [];
    private int round;

    /// <summary>Of all modules.</summary>
    public int Count => committed.Count;

    /// <summary>Of one module, in the order of commits of each key.</summary>
    public IReadOnlyList<(Guid Key, int Number)> Of(string module) =>
        [.. committed.Where(errand => errand.Module == module).Select(errand => (errand.Key, errand.Number)).Order()];

    /// <summary>Keys of delayed errands and when they are due.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> DelayedOf(string module) =>
        delayed.Where(pair => pair.Key.Module == module).ToDictionary(pair => pair.Key.Key, pair => pair.Value);

    /// <summary>The next number of every key of every module; now and then one that is rolled back before.</summary>
    public Task RoundAsync(CancellationToken ct)
    {
        var number = ++round;
        return EverywhereAsync(async module =>
        {
            if (number % 5 == 0)
            {
                await module.PublishAsync(
                    services, [.. keys[module.Name].Select(key => (key, 0))], new ErrandKind(RolledBack: true), ct);
            }

            await PublishAsync(module, [.. keys[module.Name].Select(key => (key, number))], new ErrandKind(), ct);
        });
    }

    /// <summary>One errand of a key of its own in every module, which fails as long as the module is broken.</summary>
    public Task FragileAsync(CancellationToken ct) =>
        EverywhereAsync(module => PublishAsync(module, [(Guid.NewGuid(), 1)], new ErrandKind(Fragile: true), ct));

    /// <summary>One errand of a key of its own in every module.</summary>
    public Task DelayedAsync(TimeSpan wait, CancellationToken ct) => EverywhereAsync(async module =>
    {
        var key = Guid.NewGuid();
        var due = DateTimeOffset.UtcNow + wait;
        delayed[(module.Name, key)] = due;
        await PublishAsync(module, [(key, 1)], new ErrandKind(Due: due), ct);
    });

    private static Task EverywhereAsync(Func<ModuleUnderTest, Task> act) => Task.WhenAll(ModuleUnderTest.All.Select(act));

    private async Task PublishAsync(
        ModuleUnderTest module, IReadOnlyList<(Guid Key, int Number)> errands, ErrandKind kind, CancellationToken ct)
    {
        await module.PublishAsync(services, errands, kind, ct);
        foreach (var (key, number) in errands)
        {
            committed.Add((module.Name, key, number));
        }
    }
}
