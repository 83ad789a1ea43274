using WeChatPlatform.Chaos.Tests.Judging;

namespace WeChatPlatform.Chaos.Tests.Staging;

/// <summary>Everybody who writes to the accounts: in every chat at the same time, in bursts, until told to stop.</summary>
internal sealed class Customers(Stage stage, int seed)
{
    private const double Addressed = 0.7;
    private const double AsksForPerson = 0.04;
    private const double SaysTheSame = 0.15;

    private static readonly string[] Questions = ["充电桩保修多久", "家用充电桩多少钱", "安装要多久", "枪线多长", "能开发票吗", "支持哪些车"];
    private static readonly string[] Always = ["在吗", "好的", "谢谢"];

    private int _said;

    public int Said => Volatile.Read(ref _said);

    /// <summary>Ends when everybody has said what they began to say.</summary>
    public async Task WriteAsync(CancellationToken until, CancellationToken ct)
    {
        List<Task> writing = [];
        foreach (var account in stage.Accounts)
        {
            foreach (var (index, chat) in (await account.Players.LookAsync(ct)).Chats.Index())
            {
                var random = new Random((seed * 31) + writing.Count);
                writing.Add(WriteAsync(account, chat.Name, chat.Members, $"{account.AgentId[^1..]}{index}", random, until, ct));
            }
        }

        await Task.WhenAll(writing);
    }

    private async Task WriteAsync(
        Account account, string chat, IReadOnlyList<string>? members, string code, Random random, CancellationToken until, CancellationToken ct)
    {
        for (var number = 1; ; )
        {
            await Task.Delay(random.Next(2_000, 8_000), until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (until.IsCancellationRequested)
            {
                return;
            }

            for (var left = random.Next(1, 4); left > 0; left--)
            {
                var member = members?[random.Next(members.Count)];
                var text = TextOf(random, $"{code}的{seed % 1000}之{number++}");
                if (members is not null && random.NextDouble() < Addressed)
                {
                    text = Lines.Mention + text;
                }

                await account.Players.SayAsync(chat, member, text, ct);
                Interlocked.Increment(ref _said);
                await Task.Delay(random.Next(100, 900), ct);
            }
        }
    }

    // Most texts are said once in a run, so that a lost or a doubled one has a name; some are said again and again.
    private static string TextOf(Random random, string mark) => random.NextDouble() switch
    {
        < SaysTheSame => Always[random.Next(Always.Length)],
        < SaysTheSame + AsksForPerson => $"转人工{mark}",
        _ => $"{Questions[random.Next(Questions.Length)]}{mark}",
    };
}
