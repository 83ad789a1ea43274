using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace WeChatPlatform.Capture.Agent.Control;

/// <summary>A file that its owner alone may read: mode 0600, on Windows the owner's entry alone and nothing inherited.</summary>
internal static class OwnerFile
{
    /// <summary>Takes the place of what was there. The rights are there before the content.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = path + ".new";
        File.Delete(temporary);
        using (var stream = OperatingSystem.IsWindows() ? CreateOnWindows(temporary) : CreateOnUnix(temporary))
        {
            stream.Write(content);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static FileStream CreateOnUnix(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path)
    {
        using var user = WindowsIdentity.GetCurrent();
        var rights = new FileSecurity();
        rights.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        rights.AddAccessRule(new FileSystemAccessRule(user.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path).Create(
            FileMode.CreateNew, FileSystemRights.FullControl, FileShare.None, bufferSize: 4096, FileOptions.None, rights);
    }
}
