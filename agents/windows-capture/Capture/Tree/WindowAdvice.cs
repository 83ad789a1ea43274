namespace WeChatPlatform.Capture.Tree;

/// <summary>What the person in charge should do, by state. Chinese first, English second.</summary>
internal static class WindowAdvice
{
    public static (string Chinese, string English) Of(string state, SessionState session) => state switch
    {
        WindowState.Ok => ("", ""),
        WindowState.Starting => ("代理正在启动，请稍候。", "The agent is starting; wait a moment."),
        WindowState.NotRunning => (
            "微信没有运行。请在这台电脑上启动微信并登录。",
            "WeChat is not running. Start it on this PC and log in."),
        WindowState.LoggedOut => (
            "微信未登录或已被强制退出，已停止发送。请在这台电脑上用手机确认登录；若提示登录环境异常，请先停用代理并联系负责人。",
            "WeChat is at its login window, so nothing is sent. Confirm the login with the phone; if it speaks of an unusual "
            + "login environment, keep the agent stopped and ask who is responsible."),
        WindowState.TreeHidden => (
            "读不到微信窗口的内容（无障碍树被隐藏）。请退出微信，先启动 Windows 讲述人，再登录微信，约五分钟后关闭讲述人；"
            + "若仍读不到，请换用曾经可读的账号或电脑。代理不会修改微信的进程或文件。",
            "The window's accessibility tree is hidden. Quit WeChat, start Windows Narrator, log in again and close Narrator "
            + "after about five minutes. If it stays hidden, use an account or PC where it was visible before. The agent does "
            + "not tamper with WeChat's process or files."),
        WindowState.Minimised => (
            "微信窗口已最小化或收进托盘。请打开主窗口并保持显示，可以被其他窗口遮住。",
            "The WeChat window is minimised or in the tray. Open it and leave it open; other windows may lie over it."),
        WindowState.Locked => session switch
        {
            SessionState.Disconnected => (
                "远程桌面已断开，这个会话没有屏幕和键盘。请重新连接，或用 tscon 把会话接回控制台后再断开。",
                "The remote desktop session is disconnected and has no screen or keys. Reconnect, or hand the session to the "
                + "console with tscon before leaving."),
            SessionState.Service => (
                "代理运行在服务会话（会话 0）里，那里没有桌面。请卸载服务，改为在用户登录后自动启动。",
                "The agent runs in session 0, where services live and no desktop is. Start it in the user's session instead, "
                + "at logon."),
            _ => (
                "电脑已锁屏。请解锁，并关闭自动锁屏和休眠。",
                "The PC is locked. Unlock it, and turn automatic locking and sleep off."),
        },
        WindowState.VersionUnknown => (
            "没有适用于这个微信版本的界面配置，已停止发送。请更新代理或界面配置文件，或换回受支持的微信版本。",
            "There is no selector profile for this version of WeChat, so nothing is sent. Update the agent or its profile "
            + "files, or go back to a supported version."),
        WindowState.SelectorDrift => (
            "微信窗口已打开，但找不到应有的控件（可能刚刚更新过），已停止发送。请运行 agent check 查看缺少什么，运行 agent dump 把脱敏的界面树发给支持人员。",
            "The window is there but known parts of it are not, perhaps after an update, so nothing is sent. Run 'agent check' "
            + "to see which, and send the redacted tree of 'agent dump' to support."),
        WindowState.Verification => (
            "微信弹出了验证或安全提示，已停止发送。请人工在微信里处理；代理不会点击它。",
            "WeChat shows a verification or security dialog, so nothing is sent. A person has to answer it; the agent does not "
            + "touch it."),
        WindowState.NotAnswering => (
            "微信窗口没有响应。请看它是否卡住；必要时重启微信。",
            "The window does not answer. See whether it hangs; restart WeChat if it does."),
        WindowState.InputRefused => (
            "窗口无法切到前台，或按键没有送达。请关闭置顶窗口和其他自动操作键盘鼠标的软件。",
            "The window did not come to the front, or keys did not reach it. Close windows that stay on top and other software "
            + "that drives mouse and keyboard."),
        WindowState.NoChatOpen => (
            "没有打开的聊天，代理会自己打开；如持续出现，请点开任意一个聊天。",
            "No chat is open. The agent opens one itself; if this stays, open any chat."),
        WindowState.UnexpectedAnswer => (
            "窗口给出了意外的内容。请查看代理日志。",
            "The window answered with something unexpected. See the agent's log."),
        WindowState.JournalUnwritable => (
            "代理的数据目录无法写入，暂停读取和发送。请检查磁盘空间和权限。",
            "The agent's data folder cannot be written, so nothing is read or sent. Check the disk's space and rights."),
        WindowState.AgentFailing => (
            "代理出错并在重试。请查看代理日志。",
            "The agent fails and tries again. See its log."),
        WindowState.StoppedLocally => (
            "已在这台电脑上停止发送。需要恢复时运行 agent resume。",
            "Sending was stopped on this PC. Run 'agent resume' to go on."),
        _ => ("未知状态，请查看代理日志。", "An unknown state; see the agent's log."),
    };
}
