namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// Holds a data folder for one process. The operating system lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _held;

    /// <exception cref="FolderInUseException">Another agent uses the folder.</exception>
    public FolderLock(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "agent.lock");
        try
        {
            _held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (File.Exists(path))
        {
            throw new FolderInUseException(
                $"数据目录 {folder} 正被另一个客户端进程使用：请先停止它，或为本客户端指定单独的目录。 / "
                + $"The data folder {folder} is in use by another agent process. Stop it, or give this agent a folder of its own.",
                failure);
        }
    }

    public void Dispose() => _held.Dispose();
}

/// <summary>Two agents on one folder or one account would type every answer twice, so the second one does not start.</summary>
public sealed class FolderInUseException(string message, Exception cause) : Exception(message, cause);
