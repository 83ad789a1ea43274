namespace WeChatPlatform.LocalServers;

/// <summary>
/// A private server cannot be had, and a person has to act. The message says what to do, in Chinese and then in English.
/// </summary>
public class LocalServerException(string chinese, string english, Exception? inner = null)
    : Exception(chinese + Environment.NewLine + english, inner)
{
    public string Chinese { get; } = chinese;

    public string English { get; } = english;
}

/// <summary>The server's programs are not installed on this machine.</summary>
public sealed class ServerNotInstalledException(string chinese, string english)
    : LocalServerException(chinese, english);
