using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// Holds a WeChat account for one process of this machine, whatever their data folders: two agents at one window would
/// type over each other. The operating system lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class AccountLock : IDisposable
{
    private const int NameDigits = 20;
    private readonly FileStream _held;

    /// <exception cref="FolderInUseException">Another agent on this machine works for the account.</exception>
    /// <exception cref="JournalUnavailableException">The folder of the locks cannot be used, so nobody can tell.</exception>
    public AccountLock(IOptions<AgentOptions> options)
    {
        var account = options.Value.AccountId;
        var folder = string.IsNullOrEmpty(options.Value.Account.LockFolder)
            ? MachineFolder()
            : Path.GetFullPath(options.Value.Account.LockFolder);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)))[..NameDigits];
        var path = Path.Combine(folder, $"wechat-agent-{name}.lock");
        try
        {
            Directory.CreateDirectory(folder);
            _held = OpenOwnOrForeign(path);
        }
        catch (IOException failure) when (IsHeld(failure))
        {
            throw new FolderInUseException(
                $"本机已有另一个客户端进程在处理账号 {account}：请先停止它。一个微信账号只能由一个进程处理。 / "
                + $"The account {account} is in use by another agent process on this machine. Stop it: one account takes one process.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnavailableException($"The folder of the account locks {folder} cannot be used", failure);
        }
    }

    public void Dispose() => _held.Dispose();

    /// <summary>Where every user's processes meet.</summary>
    private static string MachineFolder() => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "WeChatPlatform")
        : Path.GetTempPath();

    // The file may be another user's, left by an agent that is gone: to lock it, reading it is enough.
    private static FileStream OpenOwnOrForeign(string path)
    {
        try
        {
            var own = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            LetOthersRead(path);
            return own;
        }
        catch (UnauthorizedAccessException) when (File.Exists(path))
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        }
    }

    private static void LetOthersRead(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    // A sharing violation: EWOULDBLOCK of the lock, or ERROR_SHARING_VIOLATION. Any other failure says nothing of another process.
    private static bool IsHeld(IOException failure)
    {
        const int sharingViolation = unchecked((int)0x80070020);
        const int wouldBlockOnLinux = 11;
        const int wouldBlockOnMac = 35;
        return OperatingSystem.IsWindows()
            ? failure.HResult == sharingViolation
            : failure.HResult is wouldBlockOnLinux or wouldBlockOnMac or sharingViolation;
    }
}
