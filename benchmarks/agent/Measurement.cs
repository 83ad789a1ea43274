namespace WeChatPlatform.AgentFootprint;

/// <summary>One program measured: how it starts, idle over its chats, and busy with them.</summary>
internal sealed class Measurement(Arguments arguments, string folder)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private int _said;

    public async Task RunAsync(string name, string program, int soakMinutes, CancellationToken ct)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        await using var server = await AgentServer.StartAsync(ct);
        await using var desk = await Desk.StartAsync(arguments.Simulator, Path.Combine(own, "chats"), arguments.Chats, ct);
        for (var chat = 0; chat < arguments.Chats; chat++)
        {
            await desk.SayAsync(chat, $"您好，请问第 {chat + 1} 号订单什么时候发货？", ct);
        }

        List<TimeSpan> reads = [];
        List<TimeSpan> welcomes = [];
        for (var start = 0; start < arguments.Starts; start++)
        {
            // The first one reads every chat; the others start as after a restart.
            await using var agent = RunningAgent.Start(program, server.Url, desk.Url, Path.Combine(own, "agent"));
            reads.Add(await agent.WindowRead.WaitAsync(TimeSpan.FromMinutes(5), ct));
            welcomes.Add(await agent.Connected.WaitAsync(TimeSpan.FromMinutes(5), ct));
            if (start == 0)
            {
                await UntilAsync(() => server.Messages >= arguments.Chats, ct);
            }
        }

        await using var measured = RunningAgent.Start(program, server.Url, desk.Url, Path.Combine(own, "agent"));
        await measured.WindowRead.WaitAsync(TimeSpan.FromMinutes(1), ct);
        var starts = $"{reads[0].TotalSeconds:0.0} | {Median(reads[1..]):0} | {Median(welcomes):0}";
        await Task.Delay(Settle, ct);
        await PhaseAsync(name, starts, "idle", measured, desk, () => Task.Delay(TimeSpan.FromSeconds(arguments.Seconds), ct));
        server.AnswerEvery = 3;
        await PhaseAsync(name, "| |", $"{arguments.PerMinute} messages a minute", measured, desk, () => TalkAsync(desk, TimeSpan.FromSeconds(arguments.Seconds), ct));
        if (soakMinutes > 0)
        {
            await SoakAsync(soakMinutes, measured, server, desk, ct);
        }
    }

    private async Task SoakAsync(int minutes, RunningAgent agent, AgentServer server, Desk desk, CancellationToken ct)
    {
        Console.WriteLine("\n| minute | RSS MB | own MB | CPU % | threads | files | messages | verified | heartbeats |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        List<ProcessUse> uses = [agent.Use];
        for (var minute = 1; minute <= minutes; minute++)
        {
            await TalkAsync(desk, TimeSpan.FromMinutes(1), ct);
            var use = agent.Use;
            Console.WriteLine(
                $"| {minute} | {use.Rss / 1024.0:0.0} | {use.Anonymous / 1024.0:0.0} | {use.CpuSince(uses[^1]):0.0} | {use.Threads} | {use.Files} "
                + $"| {server.Messages} | {server.Verified} | {server.Heartbeats} |");
            uses.Add(use);
        }

        // The first quarter warms up; growth is what the last has over the second.
        var quarter = Math.Max(1, minutes / 4);
        var early = uses.Skip(1 + quarter).Take(quarter).DefaultIfEmpty(uses[0]).Average(use => use.Rss) / 1024;
        var late = uses.TakeLast(quarter).Average(use => use.Rss) / 1024;
        Console.WriteLine($"\nRSS: second quarter {early:0.00} MB, last quarter {late:0.00} MB, {late - early:+0.00;-0.00} MB");
    }

    private static async Task PhaseAsync(
        string name, string starts, string phase, RunningAgent agent, Desk desk, Func<Task> work)
    {
        var (before, deskBefore) = (agent.Use, desk.Use);
        await work();
        var (after, deskAfter) = (agent.Use, desk.Use);
        Console.WriteLine(
            $"| {name} | {starts} | {phase} | {after.Rss / 1024.0:0.0} | {after.Anonymous / 1024.0:0.0} | {after.CpuSince(before):0.0} "
            + $"| {deskAfter.CpuSince(deskBefore):0.0} | {after.Threads} | {after.Files} |");
    }

    private async Task TalkAsync(Desk desk, TimeSpan length, CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        var between = TimeSpan.FromMinutes(1) / arguments.PerMinute;
        for (var next = between; next <= length; next += between)
        {
            var pause = next - TimeProvider.System.GetElapsedTime(started);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, ct);
            var number = ++_said;
            await desk.SayAsync(number * 7, $"再问一下，第 {number} 个问题怎么处理？", ct);
        }
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    private static double Median(IReadOnlyList<TimeSpan> times) => times.Count == 0
        ? double.NaN
        : times.Select(time => time.TotalMilliseconds).Order().ElementAt(times.Count / 2);
}
