using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Ai.Prompts.Versions;

namespace WeChatPlatform.Ai.Prompts;

/// <summary>
/// All that is published, in this process's memory, already read. Until the first load, and where nothing is published, the
/// built-in prompt holds. Any thread asks; a load replaces everything at once.
/// </summary>
internal sealed class PublishedPrompts(IServiceScopeFactory scopes) : IDisposable
{
    // One load after the other: of two at once the one that read first must not be kept last.
    private readonly SemaphoreSlim loading = new(1, 1);
    private volatile Snapshot current = new([]);

    public int Count => current.Templates.Count;

    public PromptInForce For(string agentId, string intent) => current.For(agentId, intent);

    /// <summary>What would hold if one more text were published: for a preview and for the check before publishing.</summary>
    public PromptInForce With(PromptScope scope, PromptTemplate template, string name, string agentId, string intent) =>
        new Snapshot(new(current.Templates) { [scope] = (template, name) }).For(agentId, intent);

    public async Task RefreshAsync(CancellationToken ct)
    {
        await loading.WaitAsync(ct);
        try
        {
            await LoadAsync(ct);
        }
        finally
        {
            loading.Release();
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<AiDbContext>().PromptVersions.AsNoTracking()
            .Where(row => row.State == PromptVersion.Published)
            .ToListAsync(ct);
        if (!current.Numbers.SetEquals(rows.Select(row => row.Number)))
        {
            current = new Snapshot(rows.ToDictionary(
                row => new PromptScope(row.Kind, row.AgentId, row.Intent), row => (PromptTemplate.Parse(row.Text), row.Name)))
            {
                Numbers = [.. rows.Select(row => row.Number)],
            };
        }
    }

    public void Dispose() => loading.Dispose();

    private sealed class Snapshot(Dictionary<PromptScope, (PromptTemplate Template, string Name)> templates)
    {
        private readonly ConcurrentDictionary<(PromptScope? Prompt, PromptScope? Persona), PromptInForce> inForce = new();

        public Dictionary<PromptScope, (PromptTemplate Template, string Name)> Templates => templates;

        public HashSet<long> Numbers { get; init; } = [];

        // Kept by what was found, not by what was asked: there are never more of them than pairs of published texts.
        public PromptInForce For(string agentId, string intent) => inForce.GetOrAdd(
            (Found(PromptVersion.Prompt, agentId, intent), Found(PromptVersion.Persona, agentId, intent)),
            found => PromptInForce.Of(
                found.Prompt is { } prompt ? templates[prompt] : null, found.Persona is { } persona ? templates[persona] : null));

        private PromptScope? Found(string kind, string agentId, string intent) =>
            templates.Count == 0 ? null : PromptScope.Of(kind, agentId, intent).FirstOrDefault(templates.ContainsKey);
    }
}
