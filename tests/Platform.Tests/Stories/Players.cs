using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Platform.Tests.Stories;

/// <summary>Everything there is to see in the simulated WeChat.</summary>
internal sealed record World(IReadOnlyList<WorldChat> Chats)
{
    public WorldChat Chat(string name) => Chats.Single(chat => chat.Name == name);
}

internal sealed record WorldChat(
    string Id, string Name, IReadOnlyList<string>? Members, string Draft, IReadOnlyList<WorldRow> Rows)
{
    /// <summary>Who writes here, as the message service names conversations: members of a group, nobody in particular else.</summary>
    public IEnumerable<string> Speakers => Members ?? [""];

    public IReadOnlyList<WorldRow> SaidBy(string speaker) =>
        [.. Rows.Where(row => row is { IsText: true, Own: false } && (speaker.Length == 0 || row.Sender == speaker))];

    public IReadOnlyList<WorldRow> Typed => [.. Rows.Where(row => row is { IsText: true, Own: true })];
}

internal sealed record WorldRow(long Id, string Class, string Text, string? Sender, bool Own)
{
    public bool IsText => Class == "text";
}

/// <summary>
/// The customers. One of them says everything exactly once, also when the simulator is killed while it listens: what was
/// not answered is looked up before it is said again. One caller a chat.
/// </summary>
internal sealed class Players(Uri simulator) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly HttpClient _http = new() { BaseAddress = simulator, Timeout = TimeSpan.FromSeconds(10) };
    private int _said;

    /// <summary>How many messages were said so far, in all chats.</summary>
    public int Said => Volatile.Read(ref _said);

    public async Task<World> LookAsync(CancellationToken ct)
    {
        World? world = null;
        await Eventually.Holds("the simulator shows its chats", async () =>
        {
            world = await _http.GetFromJsonAsync<World>("play/state", Json, ct);
            return true;
        }, Patience);
        return world!;
    }

    public async Task SayAsync(Line line, CancellationToken ct)
    {
        var before = (await LookAsync(ct)).Chat(line.Chat);
        var count = before.SaidBy("").Count;
        await Eventually.Holds($"a message is said in {line.Chat}", async () =>
        {
            if ((await LookAsync(ct)).Chat(line.Chat).SaidBy("").Count == count)
            {
                using var answer = await _http.PostAsJsonAsync(
                    $"play/chats/{before.Id}/messages", new { line.Text, Sender = line.Member }, Json, ct);
                answer.EnsureSuccessStatusCode();
            }

            return true;
        }, Patience);
        Interlocked.Increment(ref _said);
    }

    public void Dispose() => _http.Dispose();
}
