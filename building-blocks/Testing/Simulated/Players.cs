using System.Net.Http.Json;
using System.Text.Json;

namespace WeChatPlatform.Testing;

/// <summary>
/// The people in a simulated WeChat. One of them says everything exactly once, also when the simulator is killed while it
/// listens: what was not answered is looked up before it is said again. One caller a chat, and one owner.
/// </summary>
public sealed class Players(Uri simulator) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly HttpClient _http = new() { BaseAddress = simulator, Timeout = TimeSpan.FromSeconds(10) };
    private int _said;

    /// <summary>How many messages customers said so far, in all chats.</summary>
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

    /// <summary>A customer writes: a member of a group, or whom a private chat is with.</summary>
    public async Task SayAsync(string chat, string? member, string text, CancellationToken ct)
    {
        var before = (await LookAsync(ct)).Chat(chat);
        var count = before.SaidBy("").Count;
        await SayOnceAsync(
            $"a message is said in {chat}", async () => (await LookAsync(ct)).Chat(chat).SaidBy("").Count > count,
            $"play/chats/{before.Id}/messages", new { Text = text, Sender = member }, ct);
        Interlocked.Increment(ref _said);
    }

    /// <summary>The account's owner answers from the phone. No two texts of one chat may be the same.</summary>
    public async Task SayAsOwnerAsync(string chat, string text, CancellationToken ct)
    {
        var id = (await LookAsync(ct)).Chat(chat).Id;
        await SayOnceAsync(
            $"the owner answers in {chat}", async () => (await LookAsync(ct)).Chat(chat).Typed.Any(row => row.Text == text),
            $"play/chats/{id}/own-messages", new { Text = text }, ct);
    }

    /// <summary>How the window misbehaves from now on; what is absent does not. A window that was started anew behaves.</summary>
    public async Task SetFaultsAsync(object faults, CancellationToken ct)
    {
        using var answer = await _http.PutAsJsonAsync("play/faults", faults, Json, ct);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task SayOnceAsync(string what, Func<Task<bool>> isSaid, string path, object body, CancellationToken ct) =>
        await Eventually.Holds(what, async () =>
        {
            if (!await isSaid())
            {
                using var answer = await _http.PostAsJsonAsync(path, body, Json, ct);
                answer.EnsureSuccessStatusCode();
            }

            return true;
        }, Patience);
}
