using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPlatform.Simulator;

/// <summary>
/// What the people on the other side do, and everything there is to see. Nothing here changes which chat the automation
/// has open.
/// </summary>
internal static class PlayRoutes
{
    private const int LongestName = 40;
    private const int LongestText = 4000;

    internal sealed record CreateChat(string Name, IReadOnlyList<string>? Members, bool AllowSameName = false);

    internal sealed record Created(string Id);

    internal sealed record Say(string Text, string? Sender);

    internal sealed record PlayedRow(long Id, RowClass Class, string Text, string? Sender, bool Own, DateTimeOffset At);

    internal sealed record PlayedChat(
        string Id,
        string Name,
        IReadOnlyList<string>? Members,
        int Unread,
        string Preview,
        string Draft,
        IReadOnlyList<PlayedRow> Rows);

    internal sealed record Everything(long Version, string Nickname, string? OpenChatId, IReadOnlyList<PlayedChat> Chats);

    public static void MapPlay(this IEndpointRouteBuilder routes)
    {
        var play = routes.MapGroup("/play");
        play.MapGet("/state", (SimulatedWorld world) => Look(world));
        play.MapGet("/changes", (SimulatedWorld world, IHostApplicationLifetime lifetime, CancellationToken ct) =>
            TypedResults.ServerSentEvents(Changes(world, lifetime.ApplicationStopping, ct)));
        play.MapPost("/chats", Create);
        play.MapPost("/chats/{chatId}/messages", (string chatId, Say say, SimulatedWorld world) =>
            Speak(say.Text, () => world.Say(chatId, say.Sender, say.Text)));
        play.MapPost("/chats/{chatId}/own-messages", (string chatId, Say say, SimulatedWorld world) =>
            Speak(say.Text, () => world.SayAsOwner(chatId, say.Text)));
        play.MapPut("/chats/{chatId}/draft", Results<NoContent, NotFound> (string chatId, Say say, SimulatedWorld world) =>
            world.SetDraft(chatId, say.Text) ? TypedResults.NoContent() : TypedResults.NotFound());
        play.MapGet("/faults", (SimulatedWorld world) => world.Faults);
        play.MapPut("/faults", (WorldFaults faults, SimulatedWorld world) => world.Faults = faults);
    }

    internal static Everything Look(SimulatedWorld world) => world.Read((chats, open) => new Everything(
        world.Version,
        world.Nickname,
        open?.Id,
        chats.OrderByDescending(chat => chat.LastActivity)
            .Select(chat => new PlayedChat(
                chat.Id, chat.Name, chat.Members, chat.Unread, chat.Preview, chat.Draft,
                chat.Rows.Select(row => new PlayedRow(row.Id, row.Class, row.Text, row.Sender, row.Own, row.At)).ToList()))
            .ToList()));

    private static Results<Created<Created>, ProblemHttpResult> Create(CreateChat request, SimulatedWorld world)
    {
        var members = request.Members?.Select(member => member.Trim()).Where(member => member.Length > 0).Distinct().ToList();
        var name = request.Name.Trim();
        if (name.Length is 0 or > LongestName || members is { Count: 0 } || members?.Exists(m => m.Length > LongestName) == true)
        {
            return TypedResults.Problem(
                "A chat needs a name, and a group at least one member.", statusCode: StatusCodes.Status422UnprocessableEntity, title: "chat_invalid");
        }

        return world.CreateChat(name, members, request.AllowSameName) is { } id
            ? TypedResults.Created($"/play/chats/{id}", new Created(id))
            : TypedResults.Problem("This chat exists already.", statusCode: StatusCodes.Status409Conflict, title: "chat_exists");
    }

    private static Results<NoContent, ProblemHttpResult> Speak(string text, Func<bool> say)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > LongestText)
        {
            return TypedResults.Problem(
                $"A message has 1 to {LongestText} characters.", statusCode: StatusCodes.Status422UnprocessableEntity, title: "text_invalid");
        }

        return say()
            ? TypedResults.NoContent()
            : TypedResults.Problem("No such chat or member.", statusCode: StatusCodes.Status404NotFound, title: "chat_not_found");
    }

    private static async IAsyncEnumerable<SseItem<long>> Changes(
        SimulatedWorld world, CancellationToken stopping, [EnumeratorCancellation] CancellationToken ct)
    {
        // An open page must not hold up the end of the process.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, ct);
        while (!either.IsCancellationRequested)
        {
            var version = world.Version;
            yield return new SseItem<long>(version, "changed");
            await world.ChangedAfterAsync(version).WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
