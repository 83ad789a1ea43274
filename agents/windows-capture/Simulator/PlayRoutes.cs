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

    internal sealed record CreateChat(string Name, IReadOnlyList<string>? Members, bool AllowSameName = false);

    internal sealed record Created(string Id);

    /// <summary>A message: a text when it says no more. For a person at the PC <paramref name="AtPc"/> is true.</summary>
    internal sealed record Say(
        string? Text,
        string? Sender,
        string? Kind = null,
        string? FileName = null,
        byte[]? Content = null,
        string? Quoted = null,
        string? QuotedSender = null,
        int Seconds = 0,
        bool AtPc = false)
    {
        public SimulatedMessage ToMessage() =>
            new(Text ?? "", Kind ?? "text", FileName, Content, Quoted, QuotedSender, Seconds);
    }

    internal sealed record Recall(long RowId);

    /// <remarks><paramref name="Text"/> says what a person sees, <paramref name="Kind"/> what it is.</remarks>
    internal sealed record PlayedRow(
        long Id, RowClass Class, string Text, string? Sender, bool Own, DateTimeOffset At, string Kind = "text");

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
            Speak(say.ToMessage(), message => world.Say(chatId, say.Sender, message)));
        play.MapPost("/chats/{chatId}/own-messages", (string chatId, Say say, SimulatedWorld world) =>
            Speak(say.ToMessage(), message => say.AtPc && message.Kind == "text"
                ? world.TypeAsOwner(chatId, message.Text)
                : world.SayAsOwner(chatId, message)));
        play.MapPost("/chats/{chatId}/recall", Results<NoContent, NotFound> (string chatId, Recall recall, SimulatedWorld world) =>
            world.Recall(chatId, recall.RowId) ? TypedResults.NoContent() : TypedResults.NotFound());
        play.MapPost("/chats/{chatId}/notices", (string chatId, Say say, SimulatedWorld world) =>
            Speak(say.ToMessage(), message => world.Notice(chatId, message.Text)));
        play.MapPut("/chats/{chatId}/draft", Results<NoContent, NotFound> (string chatId, Say say, SimulatedWorld world) =>
            world.SetDraft(chatId, say.Text ?? "") ? TypedResults.NoContent() : TypedResults.NotFound());
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
                chat.Rows.Select(row => new PlayedRow(
                    row.Id, row.Class, Seen(row), row.Sender, row.Own, row.At, row.Message.Kind)).ToList()))
            .ToList()));

    private static string Seen(SimulatedRow row) => row.Message.Kind switch
    {
        "text" => row.Text,
        "quote" => $"{row.Text}\n「{row.Message.Quoted}」",
        "voice" => $"[语音] {row.Message.Seconds}″ {row.Message.Text}".TrimEnd(),
        _ => RowRendering.Line(row),
    };

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

    private static Results<NoContent, ProblemHttpResult> Speak(SimulatedMessage message, Func<SimulatedMessage, bool> say)
    {
        if (message.Fault() is { } fault)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status422UnprocessableEntity, title: "text_invalid");
        }

        return say(message)
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
