using System.Text;
using WeChatPlatform.Capture.Agent.Control;
using WeChatPlatform.Capture.Server;

namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>
/// Writes the agent's key so that only this user can use it. The key comes by the standard input, so that it stands in no
/// list of processes and no history of a shell.
/// </summary>
internal static class ProtectKey
{
    public static async Task<int> RunAsync(string target)
    {
        if (!Console.IsInputRedirected)
        {
            await Console.Out.WriteLineAsync("请输入密钥并按回车（会显示在屏幕上）： / Enter the key (it is shown):");
        }

        var key = (await Console.In.ReadLineAsync())?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            await Console.Error.WriteLineAsync("没有读到密钥。 / There was no key.");
            return ExitCode.Usage;
        }

        try
        {
            OwnerFile.Write(target, Encoding.UTF8.GetBytes(ApiKeyFile.Protect(key) + "\n"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"文件无法写入。 / The file cannot be written: {failure.Message}");
            return ExitCode.FolderUnusable;
        }

        await Console.Out.WriteLineAsync(OperatingSystem.IsWindows()
            ? "已写入，只有本机的这个 Windows 用户能打开。在 agent.yaml 中设置 client.api_key_file。 / Written; only this Windows user on this PC can open it. Name it as client.api_key_file."
            : "已写入，只有本用户可读（未加密）。在 agent.yaml 中设置 client.api_key_file。 / Written, readable by this user only, not encrypted. Name it as client.api_key_file.");
        return ExitCode.Done;
    }
}
