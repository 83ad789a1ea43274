using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace WeChatPlatform.Testing;

/// <summary>
/// Customers who write to several agents: at a steady rate whatever the platform does, or as many at a time as told. Each
/// asks in a chat of its own choice where nothing is open, so that one message makes one turn.
/// </summary>
public sealed class CustomerLoad : IAsyncDisposable
{
    private static readonly string[] Questions = ReadQuestions();

    private readonly List<LoadAgent> _agents = [];
    private readonly ConcurrentQueue<string>[] _freeChats;
    private readonly ConcurrentDictionary<string, Question> _asked = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private readonly ConcurrentBag<Task> _handedIn = [];
    private readonly string _run = Guid.CreateVersion7().ToString("N")[^8..];
    private int _chats;
    private int _count;

    private CustomerLoad(int agents) =>
        _freeChats = [.. Enumerable.Range(0, agents).Select(_ => new ConcurrentQueue<string>())];

    public IReadOnlyList<LoadAgent> Agents => _agents;

    /// <summary>Everything that was asked so far.</summary>
    public IReadOnlyCollection<Question> Asked => [.. _asked.Values];

    /// <summary>Everything that was answered so far.</summary>
    public IReadOnlyList<Question> Answered => [.. _asked.Values.Where(question => question.DecidedAt != 0)];

    public int Unanswered => _asked.Values.Count(question => question.DecidedAt == 0);

    public static async Task<CustomerLoad> ConnectAsync(Uri api, PlatformAccess access, int agents, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(access);
        var load = new CustomerLoad(agents);
        for (var number = 0; number < agents; number++)
        {
            var index = number;
            var id = $"load-{load._run}-{number}";
            load._agents.Add(new LoadAgent(api, id, await access.NewAgentAsync(id, ct), question => load.Close(index, question)));
        }

        await Task.WhenAll(load._agents.Select(agent => agent.ConnectedAsync(ct)));
        return load;
    }

    /// <summary>Asks so many a second until cancelled, however long answers take.</summary>
    public async Task OfferAsync(double perSecond, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        for (var number = 0L; !ct.IsCancellationRequested; number++)
        {
            var due = TimeSpan.FromSeconds(number / perSecond) - Stopwatch.GetElapsedTime(start);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (!ct.IsCancellationRequested)
            {
                Ask((int)(number % _agents.Count));
            }
        }
    }

    /// <summary>Keeps so many questions open until cancelled; the last ones are waited for.</summary>
    public Task KeepOpenAsync(int inFlight, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, inFlight).Select(async caller =>
        {
            while (!ct.IsCancellationRequested)
            {
                await AskAndWaitAsync(caller % _agents.Count);
            }
        }));

    /// <summary>One question, until its decision is there.</summary>
    public async Task<Question> AskAndWaitAsync(int agent)
    {
        var question = Next(agent);
        var decided = _waiting.GetOrAdd(question.Id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Hand(agent, question);
        await decided.Task;
        return question;
    }

    /// <summary>Waits until everything that was asked is answered and every report of it is acknowledged.</summary>
    /// <exception cref="ExpectationNotMetException">Something is lost, or takes longer.</exception>
    public async Task SettleAsync(TimeSpan within)
    {
        await Eventually.Holds("every question is answered", () => Unanswered == 0
            ? true
            : throw new InvalidOperationException($"{Unanswered} of {_asked.Count} are open"), within);
        await Task.WhenAll(_handedIn);
        await Eventually.Holds("every report is acknowledged", () => _agents.TrueForAll(agent => agent.OpenReports == 0), within);
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_agents.Select(agent => agent.DisposeAsync().AsTask()));

    private void Ask(int agent) => Hand(agent, Next(agent));

    private void Hand(int agent, Question question) =>
        _handedIn.Add(_agents[agent].HandInAsync(question, CancellationToken.None));

    private Question Next(int agent)
    {
        if (!_freeChats[agent].TryDequeue(out var chat))
        {
            chat = string.Create(CultureInfo.InvariantCulture, $"chat-{_run}-{Interlocked.Increment(ref _chats)}");
        }

        var number = Interlocked.Increment(ref _count);
        var question = new Question
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"q-{_run}-{number}"),
            ChatId = chat,
            Text = Questions[number % Questions.Length],
            AskedAt = Stopwatch.GetTimestamp(),
        };
        _asked[question.Id] = question;
        return question;
    }

    private void Close(int agent, Question question)
    {
        _freeChats[agent].Enqueue(question.ChatId);
        if (_waiting.TryRemove(question.Id, out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    private static string[] ReadQuestions() =>
    [
        .. File.ReadLines(Path.Combine(BuiltPrograms.Repository, "samples", "charging-pile-shop", "knowledge", "faq.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("question").GetString()!),
    ];
}
