namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>How a command ended, for scripts. What each number means does not change.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 1;

    public const int BadConfiguration = 2;

    /// <summary>Another process of this machine has the folder or the account.</summary>
    public const int InUse = 3;

    /// <summary>Another process anywhere has the account.</summary>
    public const int LeaseHeld = 4;

    /// <summary>A folder or file cannot be read or written.</summary>
    public const int FolderUnusable = 5;

    /// <summary>The self-check found something that is not as it must be, or the window could not be read.</summary>
    public const int CheckFailed = 6;

    /// <summary>No agent runs on this data folder, or it does not answer.</summary>
    public const int NotRunning = 7;

    /// <summary>The server did not take the report.</summary>
    public const int ReportFailed = 8;

    /// <summary>A part of the agent failed as nobody foresaw, so it ended: an accident, and to be started again.</summary>
    public const int Accident = 9;
}
