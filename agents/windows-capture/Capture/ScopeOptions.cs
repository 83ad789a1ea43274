using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Capture;

/// <summary>
/// Which chats the agent may touch. A pattern is a chat's name with * for any text and ? for one character, and may begin
/// with "group:" or "private:". A chat that is not included, or is excluded, is neither opened nor read, kept or sent.
/// </summary>
public sealed class ScopeOptions
{
    /// <summary>Chats that are captured. Nothing is captured without a rule: * captures all chats.</summary>
    [Required]
    public IList<string> Include { get; set; } = [];

    /// <summary>Chats that are not captured, whatever Include says.</summary>
    [Required]
    public IList<string> Exclude { get; set; } = [];

    /// <summary>
    /// Lets Include reach the chats of WeChat itself: 文件传输助手, 公众号, 服务号, 订阅号, 微信团队 and their like. Nobody who waits for an
    /// answer writes there.
    /// </summary>
    public bool SystemChats { get; set; }
}
