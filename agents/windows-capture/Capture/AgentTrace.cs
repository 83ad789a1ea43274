using System.Diagnostics;

namespace WeChatPlatform.Capture;

/// <summary>
/// The agent's part of a trace: capture, upload, typing, read-back. Its ids travel with the message and the delivery, and stand
/// in the logs; the process exports the spans when it is told where to.
/// </summary>
public static class AgentTrace
{
    public const string SourceName = "WeChatPlatform.Agent";

    private static readonly ActivitySource Source = CreateSource();

    /// <summary>An activity of the trace that <paramref name="parent"/> names, or of the current one.</summary>
    internal static Activity? Start(string name, string? parent) =>
        ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var context)
            ? Source.StartActivity(name, ActivityKind.Internal, context)
            : Source.StartActivity(name);

    /// <summary>Runs work in a trace of its own, whatever surrounds it: each message begins one.</summary>
    internal static T InNewTrace<T>(string name, Func<Activity?, T> work)
    {
        var surrounding = Activity.Current;
        Activity.Current = null;
        try
        {
            using var activity = Source.StartActivity(name, ActivityKind.Producer);
            return work(activity);
        }
        finally
        {
            Activity.Current = surrounding;
        }
    }

    // Without a listener there are no activities, and so no ids to send along.
    private static ActivitySource CreateSource()
    {
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == SourceName,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        });
        return new ActivitySource(SourceName);
    }
}
