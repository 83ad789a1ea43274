using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Tests.Journal;

/// <summary>A whole state and the changes since, in one file.</summary>
public sealed class JournalFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly JournalCipher _cipher = new(RandomNumberGenerator.GetBytes(JournalCipher.KeySize));

    private string Path => System.IO.Path.Combine(_folder.Path, "journal.bin");

    public void Dispose()
    {
        _cipher.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_change_costs_what_it_is_and_the_file_stays_within_twice_its_state()
    {
        using var file = New();
        var state = Write(file, JournalState.Empty("ledger"), Full(chats: 200, rows: 60));
        var whole = new FileInfo(Path).Length;

        var (written, largest, replaced) = (0L, 0L, 0);
        for (var change = 0; change < 2_000; change++)
        {
            var before = new FileInfo(Path).Length;
            state = Write(file, state, Known(state, $"c{change % 200}", $"第{change}条"));
            var after = new FileInfo(Path).Length;
            written += after > before ? after - before : after;
            replaced += after > before ? 0 : 1;
            largest = Math.Max(largest, after);
        }

        (written / 2_000).ShouldBeLessThan(whole / 20);
        largest.ShouldBeLessThan((whole * 2) + (whole / 10));
        replaced.ShouldBeGreaterThan(1);
        Read().Chats["c199"].Preview.ShouldBe("第1999条");
    }

    [Fact]
    public void A_chat_that_is_forgotten_is_nowhere_in_the_file()
    {
        using var file = New();
        var state = Write(file, JournalState.Empty("ledger"), Full(chats: 3, rows: 5));
        state = Write(file, state, Known(state, "c1", "要忘记的"));
        var before = new FileInfo(Path).Length;

        Write(file, state, state with { Chats = state.Chats.Remove("c1") });

        new FileInfo(Path).Length.ShouldBeLessThan(before, "one state, and no change that tells of the chat");
        Read().Chats.Keys.Order().ShouldBe(["c0", "c2"]);
    }

    [Fact]
    public void A_write_that_fails_takes_back_what_it_wrote_and_the_next_one_follows()
    {
        using var file = New();
        var first = Write(file, JournalState.Empty("ledger"), Full(chats: 3, rows: 5));
        var before = File.ReadAllBytes(Path);

        Should.Throw<IOException>(() => file.Write(first, Known(first, "c1", "二"), step =>
        {
            if (step == WriteStep.HalfWritten)
            {
                throw new IOException("disk full");
            }
        }));

        File.ReadAllBytes(Path).ShouldBe(before);
        Write(file, first, Known(first, "c1", "三"));
        Read().Chats["c1"].Preview.ShouldBe("三");
    }

    /// <summary>What a power cut leaves of the last write: a piece of it, or room for all of it and zeros from some sector on.</summary>
    [Fact]
    public void A_write_that_was_cut_off_anywhere_never_happened_and_the_next_one_takes_its_place()
    {
        const int Sector = 512;
        using var file = New();
        var first = Write(file, JournalState.Empty("ledger"), Full(chats: 1, rows: 20));
        var before = (int)new FileInfo(Path).Length;
        Write(file, first, Known(first, "c0", "二"));
        var bytes = File.ReadAllBytes(Path);
        List<byte[]> left = [[.. bytes[..before], .. new byte[bytes.Length - before]]];
        for (var cut = before; cut < bytes.Length; cut++)
        {
            left.Add(bytes[..cut]);
            if (cut % Sector == 0)
            {
                left.Add([.. bytes[..cut], .. new byte[bytes.Length - cut]]);
            }
        }

        left.Count.ShouldBeGreaterThan(bytes.Length - before + 2, "a change of several sectors");
        foreach (var (piece, index) in left.Select((piece, index) => (piece, index)))
        {
            File.WriteAllBytes(Path, piece);
            using var again = New();
            var read = again.Read()!;
            read.Chats["c0"].Preview.ShouldBe("", $"piece {index}");
            Write(again, read, Known(read, "c0", "三"));
            Read().Chats["c0"].Preview.ShouldBe("三", $"piece {index}");
        }
    }

    [Fact]
    public void A_state_that_ends_before_it_is_whole_is_damage()
    {
        using var file = New();
        Write(file, JournalState.Empty("ledger"), Full(chats: 20, rows: 1));
        var bytes = File.ReadAllBytes(Path);
        Read().Chats.Count.ShouldBe(20);

        for (var cut = 0; cut < bytes.Length; cut++)
        {
            File.WriteAllBytes(Path, bytes[..cut]);
            Should.Throw<CryptographicException>(() => Read(), $"cut {cut}");
        }
    }

    [Fact]
    public void What_is_written_anew_holds_its_chats_in_small_pieces()
    {
        using var file = New();
        Write(file, JournalState.Empty("ledger"), Full(chats: 200, rows: 60));
        var bytes = File.ReadAllBytes(Path);

        var frames = new JournalFrames(_cipher);
        var (at, tag, largest) = (0, JournalFrames.NoTag, 0);
        while (at < bytes.Length)
        {
            (_, tag, var size) = frames.Open(bytes.AsSpan(at), tag);
            (at, largest) = (at + size, Math.Max(largest, size));
        }

        largest.ShouldBeLessThan(bytes.Length / 10);
    }

    /// <summary>A case is its seed. Whatever is changed in the file: it cannot be used, and never tells a past that was not.</summary>
    [Fact]
    public void A_bit_that_turned_a_frame_that_is_missing_and_frames_in_another_order_are_damage()
    {
        using var file = New();
        var state = Write(file, JournalState.Empty("ledger"), Full(chats: 2, rows: 2));
        List<int> ends = [(int)new FileInfo(Path).Length];
        for (var change = 0; change < 6; change++)
        {
            state = Write(file, state, Known(state, "c0", $"{change}"));
            ends.Add((int)new FileInfo(Path).Length);
        }

        var bytes = File.ReadAllBytes(Path);
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var from = random.Next(5);
            var damaged = random.Next(3) switch
            {
                0 => Turned(bytes, random),
                1 => [.. bytes[..ends[from]], .. bytes[ends[from + 1]..]],
                _ => [.. bytes[..ends[from]], .. bytes[ends[from + 1]..ends[from + 2]], .. bytes[ends[from]..ends[from + 1]], .. bytes[ends[from + 2]..]],
            };
            File.WriteAllBytes(Path, damaged);

            Should.Throw<CryptographicException>(() => Read(), $"seed {seed}");
        }
    }

    [Fact]
    public void Frames_of_another_file_with_the_same_key_are_damage()
    {
        using var file = New();
        var state = Write(file, JournalState.Empty("ledger"), Full(chats: 2, rows: 2));
        var first = (int)new FileInfo(Path).Length;
        Write(file, state, Known(state, "c0", "a"));
        var change = File.ReadAllBytes(Path)[first..];

        File.Delete(Path);
        using var other = New();
        Write(other, JournalState.Empty("ledger"), state);
        File.AppendAllBytes(Path, change);

        Should.Throw<CryptographicException>(() => Read());
    }

    [Fact]
    public void What_somebody_else_left_behind_the_last_change_is_written_over()
    {
        using var file = New();
        var state = Write(file, JournalState.Empty("ledger"), Full(chats: 2, rows: 2));
        File.AppendAllText(Path, "noise");

        Write(file, state, Known(state, "c0", "a"));

        Read().Chats["c0"].Preview.ShouldBe("a");
    }

    [Fact]
    public void A_journal_of_one_document_is_read_and_becomes_one_of_changes()
    {
        var old = Full(chats: 2, rows: 2);
        File.WriteAllBytes(Path, _cipher.Seal(JsonSerializer.SerializeToUtf8Bytes(old, JournalJson.Compact.JournalState)));
        using var file = New();
        var state = file.Read()!;

        state = Write(file, state, Known(state, "c0", "a"));
        Write(file, state, Known(state, "c1", "b"));

        var read = Read();
        (read.LedgerId, read.Chats["c0"].Preview, read.Chats["c1"].Preview).ShouldBe((old.LedgerId, "a", "b"));
    }

    private JournalFile New() => new(Path, _cipher);

    private JournalState Read()
    {
        using var file = New();
        return file.Read()!;
    }

    private static byte[] Turned(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static JournalState Write(JournalFile file, JournalState before, JournalState after)
    {
        file.Write(before, after, reached: null);
        return after;
    }

    private static JournalState Full(int chats, int rows) => JournalState.Empty("ledger") with
    {
        Chats = Enumerable.Range(0, chats).ToImmutableDictionary(
            chat => $"c{chat}",
            chat => new KnownChat(
                $"客户{chat}", false, "", [.. Enumerable.Range(0, rows).Select(row => new MessageRow(RowKind.Text, $"第 {row} 个问题怎么处理？"))], null)),
    };

    private static JournalState Known(JournalState state, string chat, string preview) => state with
    {
        Chats = state.Chats.SetItem(chat, state.Chats[chat] with { Preview = preview }),
    };
}
