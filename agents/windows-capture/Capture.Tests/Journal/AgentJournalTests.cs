using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

public sealed class AgentJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string JournalPath => Path.Combine(_folder.Path, "journal.bin");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_there_after_a_start()
    {
        string ledger;
        using (var journal = Open())
        {
            ledger = journal.State.LedgerId;
            journal.Update(state => MessageQueue.Add(state, [Message("a")], 10));
        }

        using var again = Open();

        again.State.LedgerId.ShouldBe(ledger);
        again.State.Queue.ShouldHaveSingleItem().ShouldBe(Message("a"));
    }

    [Fact]
    public void Neither_texts_nor_names_can_be_read_in_the_file()
    {
        using var journal = Open();

        journal.Update(state => MessageQueue.Add(state, [Message("a") with { Content = "PLAINTEXT" }], 10));

        System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(JournalPath)).ShouldNotContain("PLAINTEXT");
    }

    [Fact]
    public void Key_and_journal_belong_to_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Unix file modes");
            return;
        }

        using var journal = Open();
        journal.Update(state => MessageQueue.Add(state, [Message("a")], 10));

        foreach (var file in new[] { "journal.key", "journal.bin" })
        {
            File.GetUnixFileMode(Path.Combine(_folder.Path, file))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Theory]
    [InlineData(nameof(WriteStep.Begin), false, false)]
    [InlineData(nameof(WriteStep.HalfWritten), false, false)]
    [InlineData(nameof(WriteStep.Written), false, true)]
    [InlineData(nameof(WriteStep.Begin), true, false)]
    [InlineData(nameof(WriteStep.HalfWritten), true, false)]
    [InlineData(nameof(WriteStep.Written), true, false)]
    [InlineData(nameof(WriteStep.Renamed), true, true)]
    public void A_kill_within_a_write_leaves_the_state_before_or_after_it(string step, bool whole, bool after)
    {
        using (var journal = Open())
        {
            journal.Update(state => MessageQueue.Add(state, [Message("a")], 10));
            if (whole)
            {
                // As after a write of somebody else: nothing is added to such a file.
                File.AppendAllBytes(JournalPath, [0]);
            }

            journal.Reached = reached =>
            {
                if (reached.ToString() == step)
                {
                    throw new KilledException();
                }
            };
            Should.Throw<KilledException>(() => journal.Update(state => MessageQueue.Add(state, [Message("b")], 10)));
        }

        using var again = Open();

        again.State.Queue.Select(message => message.Id).ShouldBe(after ? ["a", "b"] : ["a"]);
    }

    [Fact]
    public void A_change_that_could_not_be_written_did_not_happen()
    {
        using var journal = Open();
        journal.Reached = _ => throw new IOException("disk full");

        Should.Throw<IOException>(() => journal.Update(state => MessageQueue.Add(state, [Message("a")], 10)));

        journal.State.Queue.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("torn")]
    [InlineData("flipped")]
    [InlineData("empty")]
    [InlineData("other key")]
    [InlineData("short key")]
    public void A_damaged_journal_is_set_aside_and_named_in_the_log(string damage)
    {
        string ledger;
        using (var journal = Open())
        {
            ledger = journal.State.LedgerId;
            journal.Update(state => MessageQueue.Add(state, [Message("a")], 10));
        }

        var bytes = File.ReadAllBytes(JournalPath);
        switch (damage)
        {
            case "torn":
                File.WriteAllBytes(JournalPath, bytes[..(bytes.Length / 2)]);
                break;
            case "flipped":
                bytes[^3] ^= 1;
                File.WriteAllBytes(JournalPath, bytes);
                break;
            case "empty":
                File.WriteAllBytes(JournalPath, []);
                break;
            default:
                File.WriteAllBytes(Path.Combine(_folder.Path, "journal.key"), new byte[damage == "other key" ? 32 : 5]);
                break;
        }

        var log = new RecordingLogger();
        using var again = Open(log);

        again.State.Queue.ShouldBeEmpty();
        again.State.LedgerId.ShouldNotBe(ledger, "the server must learn that the ledger is a new one");
        Directory.GetFiles(_folder.Path, "journal.bin.damaged-*").ShouldHaveSingleItem();
        log.Ids.ShouldContain(800);
    }

    [Fact]
    public void A_second_agent_on_the_folder_is_told_why_it_cannot_start()
    {
        using var journal = Open();

        Should.Throw<FolderInUseException>(() => Open()).Message.ShouldContain("in use by another agent process");
    }

    [Fact]
    public void A_full_queue_drops_the_oldest_and_counts_the_gap()
    {
        var log = new RecordingLogger();
        using var journal = Open(log);

        journal.Update(state => MessageQueue.Add(state, [Message("a"), Message("b"), Message("c")], 2));

        journal.State.Queue.Select(message => message.Id).ShouldBe(["b", "c"]);
        journal.State.Gaps.ShouldBe(1);
        log.Ids.ShouldContain(801);
    }

    [Fact]
    public void A_journal_of_an_agent_before_gaps_and_kinds_is_taken_over_whole()
    {
        string ledger;
        using (var journal = Open())
        {
            ledger = journal.State.LedgerId;
            journal.Update(state => MessageQueue.Add(state, [Message("a")], 10));
            var old = JsonNode.Parse(JsonSerializer.Serialize(journal.State, JournalJson.Compact.JournalState))!.AsObject();
            foreach (var member in new[] { "format", "openGaps", "attachments", "instanceId" })
            {
                old.Remove(member);
            }

            foreach (var member in new[] { "kind", "sideSource", "sideConfidence", "senderConfidence" })
            {
                old["queue"]![0]!.AsObject().Remove(member).ShouldBeTrue();
            }

            File.WriteAllBytes(JournalPath, journal.Seal(JsonSerializer.SerializeToUtf8Bytes(old)));
        }

        using var again = Open();

        again.State.LedgerId.ShouldBe(ledger);
        again.State.Queue.ShouldHaveSingleItem().ShouldBe(Message("a"));
        (again.State.OpenGaps, again.State.Attachments).ShouldBe(([], []));
        again.SetAsideFiles.ShouldBe(0);
    }

    [Fact]
    public void A_journal_of_a_newer_agent_is_set_aside_and_not_written_over()
    {
        byte[] newer;
        using (var journal = Open())
        {
            newer = journal.Seal(JsonSerializer.SerializeToUtf8Bytes(
                journal.State with { Format = JournalState.NewestFormat + 1 }, JournalJson.Compact.JournalState));
        }

        File.WriteAllBytes(JournalPath, newer);
        using var again = Open();
        again.Update(state => MessageQueue.Add(state, [Message("a")], 10));

        var aside = Directory.GetFiles(_folder.Path, "journal.bin.damaged-*").ShouldHaveSingleItem();
        File.ReadAllBytes(aside).ShouldBe(newer);
        again.SetAsideFiles.ShouldBe(1);
    }

    [Fact]
    public void The_count_of_damaged_files_outlives_the_journal_and_ends_when_somebody_deleted_them()
    {
        for (var start = 0; start < 3; start++)
        {
            using var journal = Open();
            journal.SetAsideFiles.ShouldBe(start);
            journal.Update(state => MessageQueue.Add(state, [Message($"m{start}")], 10));
            File.WriteAllText(JournalPath, "damaged");
        }

        foreach (var file in Directory.GetFiles(_folder.Path, "*.damaged-*"))
        {
            File.Delete(file);
        }

        File.Delete(JournalPath);
        using var clean = Open();
        clean.SetAsideFiles.ShouldBe(0);
    }

    private AgentJournal Open(ILogger<AgentJournal>? logger = null) => new(
        Options.Create(new AgentOptions { DataFolder = _folder.Path }),
        new OwnersFile(),
        TimeProvider.System,
        logger ?? NullLogger<AgentJournal>.Instance);

    private static QueuedMessage Message(string id) => new(
        id, "c_1", "张三", "张三", "在吗", DateTimeOffset.UnixEpoch, IsGroup: false, IsAtMe: false, "other", Traceparent: null);

    private sealed class RecordingLogger : ILogger<AgentJournal>
    {
        public List<int> Ids { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Ids.Add(eventId.Id);
    }
}
