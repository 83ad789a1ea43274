using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WeChatPlatform.Capture.Journal;

/// <summary>The point of a write that is about to be reached; tests end the world there.</summary>
internal enum WriteStep
{
    Begin,
    HalfWritten,
    Written,

    /// <summary>The new file has the old one's name. Not reached by what is added to a file.</summary>
    Renamed,
}

/// <summary>
/// Replaces a file so that after a kill or a power cut the old or the new content is there, never a mixture, or adds to it so
/// that what was there stays, with nothing, a piece or all of what is new behind it.
/// </summary>
internal static partial class DurableFile
{
    public static void Replace(string path, byte[] content) => Replace(path, stream => stream.Write(content));

    /// <param name="path">The file; it need not be there yet.</param>
    /// <param name="write">Writes all that the file shall have.</param>
    /// <param name="reached">Hears each step but <see cref="WriteStep.HalfWritten"/>, which only the writer knows.</param>
    public static void Replace(string path, Action<FileStream> write, Action<WriteStep>? reached = null)
    {
        var temporary = path + ".new";
        try
        {
            WriteAndRename(path, temporary, write, reached);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // On a full disk the half that was written would take the space that somebody makes.
            TryDelete(temporary);
            throw;
        }
        catch (ArgumentOutOfRangeException tooLarge)
        {
            // What .NET makes of EFBIG: the file system, or a limit of the process, allows no file of this size.
            TryDelete(temporary);
            throw new IOException("The file is larger than it may be here.", tooLarge);
        }
    }

    /// <summary>Adds to a file. When that fails the file is cut to what it was, if it can be.</summary>
    /// <param name="path">A file that is there.</param>
    /// <param name="length">What it has now, in bytes.</param>
    /// <param name="content">What comes behind it.</param>
    /// <param name="reached">Hears each step.</param>
    public static void Append(string path, long length, ReadOnlySpan<byte> content, Action<WriteStep>? reached = null)
    {
        reached?.Invoke(WriteStep.Begin);
        // Without a buffer: what failed to be written must not be tried again by closing the file. Shared: a scanner or a backup that
        // reads the file must not keep it from being written.
        using (var stream = new FileStream(
            path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0))
        {
            try
            {
                stream.Position = length;
                WriteInHalves(stream, content, reached);
            }
            catch (Exception failure) when (failure is IOException or ArgumentOutOfRangeException)
            {
                TryShorten(stream, length);
                throw failure as IOException ?? new IOException("The file is larger than it may be here.", failure);
            }
        }

        reached?.Invoke(WriteStep.Written);
    }

    private static void WriteInHalves(FileStream stream, ReadOnlySpan<byte> content, Action<WriteStep>? reached)
    {
        stream.Write(content[..(content.Length / 2)]);
        if (reached is not null)
        {
            stream.Flush();
            reached(WriteStep.HalfWritten);
        }

        stream.Write(content[(content.Length / 2)..]);
        stream.Flush(flushToDisk: true);
    }

    private static void TryShorten(FileStream stream, long length)
    {
        try
        {
            stream.SetLength(length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Whoever reads it finds a piece at its end, and whoever writes next that it is longer than it was left.
        }
    }

    private static void WriteAndRename(string path, string temporary, Action<FileStream> write, Action<WriteStep>? reached)
    {
        reached?.Invoke(WriteStep.Begin);
        using (var stream = new FileStream(temporary, OwnerOnly(FileMode.Create)))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        reached?.Invoke(WriteStep.Written);
        if (OperatingSystem.IsWindows())
        {
            RenameOnWindows(temporary, path);
        }
        else
        {
            File.Move(temporary, path, overwrite: true);
            FlushFolderOnUnix(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }

        reached?.Invoke(WriteStep.Renamed);
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What made the write fail may forbid this as well; the next write begins with an empty file.
        }
    }

    private static FileStreamOptions OwnerOnly(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    [SupportedOSPlatform("windows")]
    private static void RenameOnWindows(string from, string to)
    {
        const uint replaceExisting = 1;
        const uint writeThrough = 8;
        if (!MoveFile(from, to, replaceExisting | writeThrough))
        {
            throw new IOException("The journal could not be replaced.", new Win32Exception());
        }
    }

    // A rename is durable when its folder is; .NET offers no handle on a folder.
    private static void FlushFolderOnUnix(string folder)
    {
        const int readOnly = 0;
        var descriptor = Open(folder, readOnly);
        if (descriptor < 0)
        {
            throw new IOException("The journal's folder could not be opened.", new Win32Exception());
        }

        var failed = Flush(descriptor) != 0;
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException("The journal's folder could not be flushed.");
        }
    }

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFile(string from, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
