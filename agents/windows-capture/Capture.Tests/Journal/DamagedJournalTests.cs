using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

/// <summary>Whatever a disk, a backup or a person makes of the files: the agent starts, works, and says what it lost.</summary>
public sealed class DamagedJournalTests
{
    private const int Cases = 600;

    /// <summary>A case is its seed: a failure names it.</summary>
    [Fact]
    public void Damaged_files_of_every_kind_are_set_aside_and_never_stop_the_agent()
    {
        for (var seed = 0; seed < Cases; seed++)
        {
            using var folder = new TemporaryFolder();
            string ledger;
            using (var journal = Open(folder.Path))
            {
                ledger = journal.State.LedgerId;
                journal.Update(state => MessageQueue.Add(state, Enumerable.Range(0, 3).Select(i => Message($"m{i}")).ToList(), 10));
            }

            var (file, isDamaged) = Damage(folder.Path, new Random(seed));

            using (var journal = Open(folder.Path))
            {
                if (isDamaged)
                {
                    journal.State.LedgerId.ShouldNotBe(ledger, $"seed {seed}, {file}");
                    journal.State.Queue.ShouldBeEmpty($"seed {seed}, {file}");
                    journal.SetAsideFiles.ShouldBeGreaterThan(0, $"seed {seed}, {file}");
                }
                else
                {
                    journal.State.Queue.Count.ShouldBe(3, $"seed {seed}, {file}");
                }

                journal.Update(state => MessageQueue.Add(state, [Message("after")], 10));
            }

            using var again = Open(folder.Path);
            again.State.Queue[^1].Id.ShouldBe("after", $"seed {seed}, {file}");
        }
    }

    /// <summary>Damages one file. Not every change is damage: a file may come out as it was.</summary>
    private static (string File, bool IsDamaged) Damage(string folder, Random random)
    {
        var file = Path.Combine(folder, random.Next(4) == 0 ? "journal.key" : "journal.bin");
        var before = File.ReadAllBytes(file);
        var after = random.Next(7) switch
        {
            0 => before[..random.Next(before.Length)],
            1 => [.. before, .. Noise(1 + random.Next(100))],
            2 => Flip(1),
            3 => Flip(1 + random.Next(20)),
            4 => Noise(random.Next(2 * before.Length)),
            5 => [.. before[(before.Length / 2)..], .. before[..(before.Length / 2)]],
            _ => new byte[before.Length],
        };
        File.WriteAllBytes(file, after);
        return (Path.GetFileName(file), !after.SequenceEqual(before));

        byte[] Flip(int bits)
        {
            var copy = before.ToArray();
            for (var bit = 0; bit < bits; bit++)
            {
                copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
            }

            return copy;
        }

        byte[] Noise(int length)
        {
            var noise = new byte[length];
            random.NextBytes(noise);
            return noise;
        }
    }

    private static AgentJournal Open(string folder) => new(
        Options.Create(new AgentOptions { DataFolder = folder }),
        new OwnersFile(),
        TimeProvider.System,
        NullLogger<AgentJournal>.Instance);

    private static QueuedMessage Message(string id) => new(
        id, "c_1", "张三", "张三", "在吗", DateTimeOffset.UnixEpoch, IsGroup: false, IsAtMe: false, "other", Traceparent: null);
}
