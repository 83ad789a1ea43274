using Microsoft.AspNetCore.Http.HttpResults;

namespace WeChatPlatform.Simulator;

/// <summary>What an automation of the window can do: no ids, no times, only what a WeChat window would show.</summary>
internal static class DesktopRoutes
{
    /// <summary>A list loads the newest rows only.</summary>
    internal const int LoadedRows = 60;

    internal sealed record ListedChat(string Name, int? Members, int Unread, string Preview);

    internal sealed record OpenRequest(string Name, bool IsGroup);

    internal sealed record ShownRow(RowClass Class, string Text, string RuntimeId, string Side, string? Sender);

    internal sealed record ShownChat(string Title, bool IsGroup, IReadOnlyList<ShownRow> Rows);

    internal sealed record Input(string Text);

    public static void MapDesktop(this IEndpointRouteBuilder routes)
    {
        var desktop = routes.MapGroup("/desktop").AddEndpointFilter(MisbehaveAsync);
        desktop.MapGet("/chats", (SimulatedWorld world) => List(world));
        desktop.MapGet("/open", Results<Ok<ShownChat>, NoContent> (SimulatedWorld world) =>
            Show(world) is { } shown ? TypedResults.Ok(shown) : TypedResults.NoContent());
        desktop.MapPost("/open", Results<NoContent, NotFound> (OpenRequest request, SimulatedWorld world) =>
            world.Open(request.Name, request.IsGroup) ? TypedResults.NoContent() : TypedResults.NotFound());
        desktop.MapGet("/input", Results<Ok<Input>, Conflict> (SimulatedWorld world) =>
            ReadInput(world) is { } text ? TypedResults.Ok(new Input(text)) : TypedResults.Conflict());
        desktop.MapPut("/input", Results<NoContent, Conflict> (Input input, SimulatedWorld world) =>
            SetInput(world, input.Text) ? TypedResults.NoContent() : TypedResults.Conflict());
        desktop.MapPost("/enter", Results<NoContent, Conflict> (SimulatedWorld world) =>
            world.Enter() ? TypedResults.NoContent() : TypedResults.Conflict());
    }

    internal static IReadOnlyList<ListedChat> List(SimulatedWorld world) => world.Read((chats, _) => chats
        .OrderByDescending(chat => chat.LastActivity)
        .Select(chat => new ListedChat(chat.Name, chat.Members?.Count + 1, chat.Unread, chat.Preview))
        .ToList());

    internal static ShownChat? Show(SimulatedWorld world)
    {
        var faults = world.Faults;
        return world.Read((_, open) => open is null
            ? null
            : new ShownChat(open.Name, open.IsGroup, open.Rows.TakeLast(LoadedRows)
                .Select((row, slot) => new ShownRow(
                    row.Class,
                    row.Text,
                    faults.RecycleIds ? $"7.{slot}" : $"42.{row.Id}",
                    row.Class != RowClass.Text || faults.HideSides ? "unknown" : row.Own ? "own" : "other",
                    open.IsGroup && !faults.HideSides ? row.Sender : null))
                .ToList()));
    }

    internal static string? ReadInput(SimulatedWorld world) => world.Read((_, open) => open?.Draft);

    internal static bool SetInput(SimulatedWorld world, string text) =>
        world.Read((_, open) => open?.Id) is { } id && world.SetDraft(id, text);

    private static async ValueTask<object?> MisbehaveAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var faults = context.HttpContext.RequestServices.GetRequiredService<SimulatedWorld>().Faults;
        if (faults.LatencyMs > 0)
        {
            await Task.Delay(faults.LatencyMs, context.HttpContext.RequestAborted);
        }

        return faults.TreeHidden
            ? TypedResults.Problem(title: "tree_hidden", statusCode: StatusCodes.Status503ServiceUnavailable)
            : await next(context);
    }
}
