using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPlatform.Simulator;

/// <summary>
/// What an automation of the window can do: no ids, no times, only what a WeChat window would show. One of 4.x shows less:
/// see <see cref="WorldFaults.FourX"/>.
/// </summary>
internal static class DesktopRoutes
{
    /// <remarks>4.x has the last two only.</remarks>
    internal sealed record ListedChat(
        string? Name, int? Members, int Unread, string? Preview, string? AutomationId = null, string? ItemName = null);

    internal sealed record OpenRequest(string Name, bool IsGroup);

    /// <remarks><paramref name="IsGroup"/> is of 3.9, <paramref name="CountLabel"/> of groups in 4.x.</remarks>
    internal sealed record Title(string Name, bool? IsGroup, string? CountLabel);

    /// <remarks>4.x has neither class nor side nor sender, but a class name.</remarks>
    internal sealed record ShownRow(
        RowClass? Class, string Text, string RuntimeId, string? Side, string? Sender, string? ClassName = null);

    internal sealed record ShownChat(Title Title, IReadOnlyList<ShownRow> Rows);

    internal sealed record Saved(string Name, byte[] Content);

    internal sealed record Input(string Text);

    public static void MapDesktop(this IEndpointRouteBuilder routes)
    {
        var desktop = routes.MapGroup("/desktop").AddEndpointFilter(MisbehaveAsync);
        desktop.MapGet("/chats", (SimulatedWorld world) => List(world));
        desktop.MapGet("/title", Results<Ok<Title>, NoContent> (SimulatedWorld world) =>
            ReadTitle(world) is { } title ? TypedResults.Ok(title) : TypedResults.NoContent());
        desktop.MapGet("/open", Results<Ok<ShownChat>, NoContent> (SimulatedWorld world) =>
            Show(world) is { } shown ? TypedResults.Ok(shown) : TypedResults.NoContent());
        desktop.MapPost("/open", Results<NoContent, NotFound> (OpenRequest request, SimulatedWorld world) =>
            world.Open(request.Name, request.IsGroup) ? TypedResults.NoContent() : TypedResults.NotFound());
        desktop.MapGet("/rows/{runtimeId}/picture", Results<Ok<RowPainter.Picture>, NotFound> (string runtimeId, SimulatedWorld world) =>
            Picture(world, runtimeId) is { } picture ? TypedResults.Ok(picture) : TypedResults.NotFound());
        desktop.MapGet("/rows/{runtimeId}/attachment", Results<Ok<Saved>, NotFound> (
                string runtimeId, [Microsoft.AspNetCore.Mvc.FromQuery(Name = "max_bytes")] long maxBytes, SimulatedWorld world) =>
            Save(world, runtimeId, maxBytes) is { } saved ? TypedResults.Ok(saved) : TypedResults.NotFound());
        desktop.MapGet("/input", Results<Ok<Input>, Conflict> (SimulatedWorld world) =>
            ReadInput(world) is { } text ? TypedResults.Ok(new Input(text)) : TypedResults.Conflict());
        desktop.MapPut("/input", Results<NoContent, Conflict> (Input input, SimulatedWorld world) =>
            SetInput(world, input.Text) ? TypedResults.NoContent() : TypedResults.Conflict());
        desktop.MapPost("/enter", Results<NoContent, Conflict> (SimulatedWorld world) =>
            world.Enter() ? TypedResults.NoContent() : TypedResults.Conflict());
    }

    internal static IReadOnlyList<ListedChat> List(SimulatedWorld world)
    {
        var fourX = world.Faults.FourX;
        return world.Read((chats, _) => chats
            .OrderByDescending(chat => chat.LastActivity)
            .Select(chat => fourX
                ? new ListedChat(null, null, 0, null, $"session_item_{chat.Name}", ItemName(chat))
                : new ListedChat(chat.Name, chat.Members?.Count + 1, chat.Unread, chat.Preview))
            .ToList());
    }

    internal static Title? ReadTitle(SimulatedWorld world)
    {
        var fourX = world.Faults.FourX;
        return world.Read((_, open) => open is null ? null : TitleOf(open, fourX));
    }

    internal static ShownChat? Show(SimulatedWorld world)
    {
        var faults = world.Faults;
        return world.Loaded(isReading: true) is not { } open ? null : new ShownChat(
            TitleOf(open.Chat, faults.FourX),
            open.Rows.Select((row, slot) => ShowRow(row, slot, open.Chat, faults)).ToList());
    }

    internal static RowPainter.Picture? Picture(SimulatedWorld world, string runtimeId)
    {
        var faults = world.Faults;
        return !faults.Covered && Find(world, runtimeId, faults) is { } row ? RowPainter.Paint(row, faults.Dark) : null;
    }

    internal static Saved? Save(SimulatedWorld world, string runtimeId, long maxBytes)
    {
        var faults = world.Faults;
        return !faults.SaveFails && Find(world, runtimeId, faults) is { Message: { Content: { } content } message }
            && content.Length <= maxBytes
            ? new Saved(message.FileName ?? "image.png", content)
            : null;
    }

    internal static string? ReadInput(SimulatedWorld world) => world.Read((_, open) => open?.Draft);

    internal static bool SetInput(SimulatedWorld world, string text) =>
        world.Read((_, open) => open?.Id) is { } id && world.SetDraft(id, text);

    private static Title TitleOf(SimulatedChat open, bool fourX) => fourX
        ? new Title(open.Name, null, open.IsGroup ? $"({open.Members!.Count + 1})" : null)
        : new Title(open.Name, open.IsGroup, null);

    private static ShownRow ShowRow(SimulatedRow row, int slot, SimulatedChat open, WorldFaults faults) => faults.FourX
        ? new ShownRow(null, RowRendering.Text(row, fourX: true), IdOf(row, slot, faults), null, null, RowRendering.ClassName(row))
        : new ShownRow(
            row.Class,
            RowRendering.Text(row, fourX: false),
            IdOf(row, slot, faults),
            row.Class != RowClass.Text || faults.HideSides ? "unknown" : row.Own ? "own" : "other",
            open.IsGroup && !faults.HideSides ? row.Sender : null);

    private static string IdOf(SimulatedRow row, int slot, WorldFaults faults) => faults.RecycleIds ? $"7.{slot}" : $"42.{row.Id}";

    private static SimulatedRow? Find(SimulatedWorld world, string runtimeId, WorldFaults faults)
    {
        var rows = world.Loaded(isReading: false)?.Rows ?? [];
        return rows.Where((row, slot) => IdOf(row, slot, faults) == runtimeId).FirstOrDefault();
    }

    private static string ItemName(SimulatedChat chat)
    {
        var badge = chat.Unread > 0 ? $"[{chat.Unread}条] " : "";
        var time = chat.Rows.Count == 0 ? "" : "\n" + chat.Rows[^1].At.ToString("HH:mm", CultureInfo.InvariantCulture);
        return $"{chat.Name}\n{badge}{chat.Preview}{time}";
    }

    private static async ValueTask<object?> MisbehaveAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var faults = context.HttpContext.RequestServices.GetRequiredService<SimulatedWorld>().Faults;
        if (faults.ClientVersion is { Length: > 0 } version && version.All(char.IsAscii) && !version.Any(char.IsControl))
        {
            context.HttpContext.Response.Headers["X-Client-Version"] = version;
        }

        if (faults.LatencyMs > 0)
        {
            await Task.Delay(faults.LatencyMs, context.HttpContext.RequestAborted);
        }

        return faults.TreeHidden
            ? TypedResults.Problem(title: "tree_hidden", statusCode: StatusCodes.Status503ServiceUnavailable)
            : await next(context);
    }
}
