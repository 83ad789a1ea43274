namespace WeChatPlatform.LocalServers;

/// <summary>
/// The folder of one private server. Concurrency is owned by an exclusive lock on platform.lock, which the operating
/// system releases when the process ends, however it ends; platform.pid tells a person who holds it.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream lockFile;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        lockFile = held;
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Creates the folder, and those above it that are missing, so that other users may pass but not list.</summary>
    public static string Create(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var missing = new Stack<string>();
        for (var folder = full; folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
        {
            missing.Push(folder);
        }

        foreach (var folder in missing)
        {
            Directory.CreateDirectory(folder);
            if (!OperatingSystem.IsWindows())
            {
                // Explicit, because a strict umask would close the folder to user postgres.
                System.IO.File.SetUnixFileMode(
                    folder,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }
        }

        return full;
    }

    /// <exception cref="LocalServerException">Another process holds the folder, or it cannot be written.</exception>
    public static DataFolder Lock(string path)
    {
        var holder = System.IO.Path.Combine(path, "platform.pid");
        FileStream held;
        try
        {
            held = new FileStream(
                System.IO.Path.Combine(path, "platform.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new LocalServerException(
                $"数据目录 {path} 不可写：它属于另一个用户。请用原来的用户启动，或换一个数据目录。",
                $"The data folder {path} cannot be written: it belongs to another user. Start as that user, or choose another folder.",
                failure);
        }
        catch (IOException failure)
        {
            var id = UnixProcess.ReadId(holder)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?";
            throw new LocalServerException(
                $"数据目录 {path} 正被另一个平台进程（pid {id}）使用。请先停止它，或换一个数据目录。",
                $"The data folder {path} is in use by another running platform (pid {id}). Stop it first, or choose another folder.",
                failure);
        }

        System.IO.File.WriteAllText(holder, $"{Environment.ProcessId}\n");
        return new DataFolder(path, held);
    }

    public void Dispose() => lockFile.Dispose();
}
