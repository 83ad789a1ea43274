using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WeChatPlatform.Compliance.Node;
using WeChatPlatform.Messaging;

namespace WeChatPlatform.Compliance.Tests;

/// <summary>One life of a replica: a process of its own, from its start to its death.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private const int LongestLine = 400;
    private const int KilledBySignal9 = 128 + 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly string evidencePath;
    private readonly ConcurrentQueue<string> log = new();
    private readonly SemaphoreSlim answers = new(0);
    private bool isReady;
    private long? killedAt;

    private NodeProcess(Process process, string evidencePath)
    {
        this.process = process;
        this.evidencePath = evidencePath;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool IsDead => process.HasExited;

    /// <summary>Its last words.</summary>
    public string Log => string.Join('\n', log.TakeLast(30));

    /// <summary>Returns at once; <see cref="ReadyAsync"/> waits.</summary>
    public static async Task<NodeProcess> StartAsync(Dictionary<string, string?> settings, bool follows, string folder)
    {
        var orders = new NodeOrders(settings, follows, Path.Combine(folder, Guid.NewGuid().ToString("N")));
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { typeof(NodeHost).Assembly.Location },
        };
        var node = new NodeProcess(Process.Start(start)!, orders.EvidencePath);
        await node.SayAsync(JsonSerializer.Serialize(orders));
        return node;
    }

    public async Task ReadyAsync()
    {
        if (!isReady)
        {
            await AnswerAsync("start");
            isReady = true;
        }
    }

    /// <summary>It will die at this point, once each of its queues or relays stands there.</summary>
    public async Task ArmAsync(FailPoint point, int passes)
    {
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"strike {point} {passes}"));
        await AnswerAsync("arm");
    }

    /// <summary>Completes when it is dead, by whatever hand.</summary>
    public Task DeathAsync() => process.WaitForExitAsync();

    /// <summary>SIGKILL from outside, wherever it is.</summary>
    public async Task KillAsync()
    {
        killedAt = Stopwatch.GetTimestamp();
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>A stop in good order: what it has in hand it finishes.</summary>
    public async Task StopAsync()
    {
        await SayAsync("stop");
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
    }

    /// <summary>What it left behind. Only of a process that is dead.</summary>
    public NodeLife Life()
    {
        List<(Guid MessageId, long At)> sent = [];
        FailPoint? struck = null;
        foreach (var words in File.ReadLines(evidencePath).Select(line => line.Split(' ')))
        {
            var at = long.Parse(words[0], CultureInfo.InvariantCulture);
            if (words[1] == "sent")
            {
                sent.Add((Guid.Parse(words[2]), at));
            }
            else
            {
                struck = Enum.Parse<FailPoint>(words[2]);
                killedAt = at;
            }
        }

        return new NodeLife(process.Id, sent, struck, killedAt, process.ExitCode == KilledBySignal9);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
        answers.Dispose();
    }

    private async Task SayAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    private async Task AnswerAsync(string what)
    {
        if (!await answers.WaitAsync(Patience))
        {
            throw new TimeoutException($"The node did not {what}. Its last words:\n{Log}");
        }

        if (process.HasExited)
        {
            throw new InvalidOperationException($"The node ended with {process.ExitCode} when it should {what}. Its last words:\n{Log}");
        }
    }

    private void Keep(string? line)
    {
        if (line is "ready" or "armed" or null)
        {
            answers.Release();
        }
        else
        {
            log.Enqueue(line.Length > LongestLine ? line[..LongestLine] : line);
        }
    }
}

/// <summary>What one process did and how it ended.</summary>
/// <remarks>
/// <paramref name="Sent"/>: messages its relays gave to the transport, in order. <paramref name="Struck"/>: absent when it did
/// not die at a fail point. <paramref name="KilledAt"/>: absent after a stop in good order.
/// </remarks>
internal sealed record NodeLife(
    int ProcessId, IReadOnlyList<(Guid MessageId, long At)> Sent, FailPoint? Struck, long? KilledAt, bool BySigKill);
