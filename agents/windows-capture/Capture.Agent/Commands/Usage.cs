namespace WeChatPlatform.Capture.Agent.Commands;

/// <summary>What <c>agent help</c> says. Chinese first; the same in English below.</summary>
internal static class Usage
{
    public const string Text = """
        微信客服客户端。用法：agent [命令] [--config 文件] [--Agent:选项=值 ...]

          run                  运行（默认）
          check                自检：窗口、界面元素；--send 向文件传输助手发送一条测试消息；--report 上报服务器
          dump 文件            把微信窗口的界面树写入文件，已去除姓名和聊天内容，供技术支持使用
          pause                立即停止发送，继续读取；重启后仍然有效
          resume               恢复发送
          stop                 结束正在运行的客户端
          protect-key 文件     从标准输入读取密钥，写成只有本用户能打开的文件（Windows 上用 DPAPI）
          version              版本
          help                 本说明

        配置：程序旁边的 agent.yaml，或 --config 指定的文件；环境变量（Agent__选项）优先于文件，命令行优先于环境变量。
        退出码：0 完成；1 命令行有误；2 配置有误；3 本机已有进程占用数据目录或账号；4 账号在别处使用；5 文件或目录无法读写；
        6 自检未通过或窗口不可用；7 没有运行中的客户端；8 服务器没有收到上报；9 意外失败（见日志）。

        WeChat support agent. Usage: agent [command] [--config FILE] [--Agent:Option=value ...]

          run                  work (default)
          check                self-check of the window; --send sends a test text to 文件传输助手; --report tells the server
          dump FILE            the window's tree for support, without names and without what was said
          pause                stop sending at once, go on reading; lasts through a restart
          resume               send again
          stop                 end the running agent
          protect-key FILE     read a key from the standard input, write it so that only this user can open it (DPAPI on Windows)
          version              the version
          help                 this text

        Configuration: agent.yaml beside the program, or the file of --config; the environment (Agent__Option) wins over the file, the command line over both.
        Exit codes: 0 done; 1 command line; 2 configuration; 3 folder or account in use on this machine; 4 account in use elsewhere; 5 file or folder unusable;
        6 check failed or no usable window; 7 no agent runs; 8 the server did not take the report; 9 an accident (see the log).
        """;
}
