using WeChatPlatform.Capture.Tree;

namespace WeChatPlatform.Capture.Agent.Window;

/// <summary>A self-check as the commands show it. No names of chats and nothing that was said.</summary>
/// <remarks><paramref name="Reported"/>: the server has it; absent when that was not asked for.</remarks>
internal sealed record CheckOutcome(
    bool Passed,
    string State,
    string? Advice,
    string? ClientVersion,
    string? Profile,
    string? Language,
    IReadOnlyList<SelectorFinding> Selectors,
    TestSend? TestSend,
    bool? Reported)
{
    public static CheckOutcome Of(SelfCheckResult result) => new(
        result.Passed,
        result.Window.State,
        result.Window.Advice is "" ? null : result.Window.Advice,
        result.ClientVersion,
        result.Profile,
        result.Language,
        result.Selectors,
        result.TestSend,
        Reported: null);

    /// <summary>For people, Chinese first.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"窗口 window: {State}";
        if (Advice is not null)
        {
            yield return $"  {Advice}";
        }

        yield return $"微信版本 WeChat version: {ClientVersion ?? "-"}  界面配置 profile: {Profile ?? "-"}  语言 language: {Language ?? "-"}";
        foreach (var selector in Selectors)
        {
            yield return $"  {(selector.Found ? "✓" : selector.Needed ? "✗" : "-")} {selector.Name}"
                + (selector.Found ? "" : selector.Needed ? "  缺少 missing" : "  现在没有，也不需要 not there, not needed now");
        }

        if (TestSend is not null)
        {
            yield return TestSend.Verified
                ? "  ✓ 测试消息已发送到文件传输助手并读回 test text sent to 文件传输助手 and read back"
                : $"  ✗ 测试消息没有核实：{Chinese(TestSend.Refusal)} test text not verified: {TestSend.Refusal}";
        }

        if (Reported is not null)
        {
            yield return Reported.Value
                ? "结果已交给服务器 the server is told the result"
                : "结果没有上报：没有微信版本，或服务器没有收下 not reported: no WeChat version, or the server did not take it";
        }

        yield return Passed ? "自检通过 passed" : "自检未通过 failed";
    }

    private static string Chinese(string? refusal) => refusal switch
    {
        "chat_not_found" => "找不到文件传输助手，请先在微信里打开它一次。",
        "ambiguous_chat" => "有多个名为文件传输助手的聊天。",
        "recipient_not_verified" or "recipient_changed" => "打开的不是文件传输助手。",
        "input_in_use" => "输入框里有未发送的内容。",
        "input_not_taken" => "文字没有进入输入框。",
        "not_seen" => "按了发送键，但没有看到这条消息。",
        WindowState.StoppedLocally => "这台电脑已停止发送，恢复用 agent resume。",
        _ => "微信窗口不可用。",
    };
}
