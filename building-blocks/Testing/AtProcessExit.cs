namespace WeChatPlatform.Testing;

/// <summary>What a test process takes down when it ends, whoever started it and whichever test ran last.</summary>
internal static class AtProcessExit
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(40);

    public static void Run(Func<Task> end) => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        // Nothing can be awaited while the process ends.
#pragma warning disable VSTHRD002
        Task.Run(end, CancellationToken.None).Wait(Most, CancellationToken.None);
#pragma warning restore VSTHRD002
    };
}
