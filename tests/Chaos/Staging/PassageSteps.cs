using System.Text.Json;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>What goes through a passage, as steps of a message's way.</summary>
internal abstract class PassageSteps(StepWatch watch, string account)
{
    protected static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Whether a network may bring this request twice. A press of Enter comes once: there is no network to the window.</summary>
    public abstract bool MayRepeat(Passage.Call call);

    public Task BeforeAsync(Passage.Call call, CancellationToken ct) => ReachedAsync(StepBefore(call), ct);

    public Task AfterAsync(Passage.Call call, CancellationToken ct) => ReachedAsync(StepAfter(call), ct);

    public Task FrameAsync(byte[] frame, bool toServer, CancellationToken ct) => ReachedAsync(OfFrame(frame, toServer), ct);

    /// <summary>The first words on a socket stay the first: whatever a network does, it does not reorder one connection's handshake.</summary>
    public static bool OpensTheTalk(byte[] frame) => Read(frame)?.Type is "hello" or "welcome";

    protected abstract Step? StepBefore(Passage.Call call);

    protected abstract Step? StepAfter(Passage.Call call);

    protected virtual Step? OfFrame(byte[] frame, bool toServer) => null;

    protected static Frame? Read(byte[] frame)
    {
        try
        {
            return JsonSerializer.Deserialize<Frame>(frame, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task ReachedAsync(Step? step, CancellationToken ct) =>
        step is { } reached ? watch.ReachedAsync(reached, account, ct) : Task.CompletedTask;

    protected sealed record Frame(string? Type, string? Step, string? Verdict);
}

/// <summary>Between an agent and its server.</summary>
internal sealed class ServerSteps(StepWatch watch, string account) : PassageSteps(watch, account)
{
    // A login that comes twice is two logins, and nothing that a message's way has to do with.
    public override bool MayRepeat(Passage.Call call) => call.Method == "POST" && !call.Path.EndsWith("/login", StringComparison.Ordinal);

    protected override Step? StepBefore(Passage.Call call) => IsUpload(call) ? Step.Uploading : null;

    protected override Step? StepAfter(Passage.Call call) => IsUpload(call) ? Step.Uploaded : null;

    protected override Step? OfFrame(byte[] frame, bool toServer) => (toServer, Read(frame)) switch
    {
        (true, { Type: "gate" }) => Step.GateAsked,
        (true, { Type: "delivery" }) => Step.Reported,
        (false, { Type: "decision" }) => Step.Decided,
        (false, { Type: "gate_answer", Step: "enter", Verdict: "go" }) => Step.Granted,
        (false, { Type: "delivery_received" }) => Step.Acknowledged,
        _ => null,
    };

    private static bool IsUpload(Passage.Call call) => call.Method == "POST" && call.Path.EndsWith("/messages", StringComparison.Ordinal);
}

/// <summary>Between an agent and the window it drives.</summary>
internal sealed class DesktopSteps(StepWatch watch, string account) : PassageSteps(watch, account)
{
    public override bool MayRepeat(Passage.Call call) => false;

    protected override Step? StepBefore(Passage.Call call) => IsEnter(call) ? Step.Entering : null;

    protected override Step? StepAfter(Passage.Call call) =>
        IsEnter(call) ? Step.Entered
        : call is { Method: "PUT", Path: "/desktop/input" } && JsonSerializer.Deserialize<Input>(call.Body, Json) is { Text.Length: > 0 } ? Step.Typed
        : null;

    private static bool IsEnter(Passage.Call call) => call is { Method: "POST", Path: "/desktop/enter" };

    private sealed record Input(string Text);
}
