using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

public sealed class AccountLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_account_takes_one_process_whatever_its_data_folder_and_agent()
    {
        using var first = Take("agent-1", "wx-1");

        Should.Throw<FolderInUseException>(() => Take("agent-2", "wx-1")).Message.ShouldContain("wx-1");
    }

    [Fact]
    public void Other_accounts_and_an_account_that_was_let_go_are_free()
    {
        using var first = Take("agent-1", "wx-1");
        Take("agent-1", "wx-2").Dispose();
        first.Dispose();

        using var again = Take("agent-1", "wx-1");
    }

    [Fact]
    public void Without_an_account_id_the_agents_id_is_the_account()
    {
        using var first = Take("agent-1", account: null);

        Should.Throw<FolderInUseException>(() => Take("agent-2", "agent-1"));
    }

    [Fact]
    public void A_folder_that_cannot_be_used_is_no_free_account()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");

        Should.Throw<JournalUnavailableException>(() => Take("agent-1", "wx-1", Path.Combine(file, "locks")));
    }

    private AccountLock Take(string agent, string? account, string? folder = null) => new(Options.Create(new AgentOptions
    {
        AgentId = agent,
        Account = new AccountOptions { Id = account, LockFolder = folder ?? _folder.Path },
    }));
}
