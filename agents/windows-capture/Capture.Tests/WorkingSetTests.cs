using System.Globalization;
using System.IO.MemoryMappedFiles;
using WeChatPlatform.Capture.Agent;

namespace WeChatPlatform.Capture.Tests;

/// <summary>What the agent hands back to the PC.</summary>
public sealed class WorkingSetTests
{
    [Fact]
    public void Only_what_is_of_a_file_and_not_written_is_given_back()
    {
        string[] maps =
        [
            "5625dc640000-5625dc642000 r--p 00f4e000 fe:00 1654788                    /opt/agent/a program",
            "5625dc650000-5625dc89c000 r-xp 00f4e000 fe:00 1654788                    /opt/agent/a program",
            "5625dd1d3000-5625dd6d3000 rw-p 01c5c000 fe:00 1654788                    /opt/agent/a program",
            "7f861473b000-7f8614740000 r--s 00d65000 fe:00 1654788                    /opt/agent/a program",
            "7f8614740000-7f8614745000 ---p 00000000 00:00 0 ",
            "7f91e0010000-7f91e0019000 rw-s 00000000 00:01 12                         /memfd:doublemapper (deleted)",
            "7f91e0020000-7f91e0029000 rw-p 00000000 00:00 0                          [heap]",
            "7ffc3a5e1000-7ffc3a5e3000 r-xp 00000000 00:00 0                          [vdso]",
            "not a mapping",
        ];

        WorkingSet.ReadOnlyFiles(maps).Select(mapping => ((long)mapping.Start, (long)mapping.Length)).ShouldBe(
            [(0x5625dc640000, 0x2000), (0x5625dc650000, 0x24c000), (0x7f861473b000, 0x5000)]);
    }

    [Fact]
    public void What_was_read_of_a_file_is_given_back_and_is_there_again_when_it_is_needed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells what a mapping has in memory.");
        const int Size = 4 * 1024 * 1024;
        // Not in the folder for temporary files, which may itself be in memory.
        var path = Path.Combine(AppContext.BaseDirectory, $"{Guid.CreateVersion7():n}.bin");
        var written = new byte[Size];
        Random.Shared.NextBytes(written);
        try
        {
            using (var file = File.Create(path))
            {
                file.Write(written);
                file.Flush(flushToDisk: true);
            }

            using var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            using var view = map.CreateViewAccessor(0, Size, MemoryMappedFileAccess.Read);
            Read(view, Size).ShouldBe(written);
            InMemory(path).ShouldBe(Size / 1024);

            WorkingSet.GiveBack();

            InMemory(path).ShouldBeLessThan(Size / 1024 / 2);
            Read(view, Size).ShouldBe(written);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Read(MemoryMappedViewAccessor view, int size)
    {
        var read = new byte[size];
        view.ReadArray(0, read, 0, size);
        return read;
    }

    // Kibibytes of the file's mapping that are in memory.
    private static long InMemory(string path)
    {
        var rss = File.ReadLines("/proc/self/smaps")
            .SkipWhile(line => !line.EndsWith(path, StringComparison.Ordinal))
            .First(line => line.StartsWith("Rss:", StringComparison.Ordinal));
        return long.Parse(rss.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
