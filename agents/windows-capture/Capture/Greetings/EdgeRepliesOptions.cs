using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Capture;

/// <summary>
/// Greetings that the agent answers by itself, by the server's table (PUT /greetings), also while the server cannot be reached.
/// </summary>
public sealed class EdgeRepliesOptions
{
    /// <summary>Whether it does. Without a table of the server nothing is answered all the same.</summary>
    public bool Enabled { get; set; }

    /// <summary>Most one such answer to a chat in this time, in minutes.</summary>
    [Range(1, 1_440)]
    public int PerChatMinutes { get; set; } = 60;

    /// <summary>No such answer for so long after a person of ours wrote in the chat, in minutes. As Message:PersonPauseMinutes of the server.</summary>
    [Range(0, 10_080)]
    public int PersonPauseMinutes { get; set; } = 30;

    /// <summary>What could not be sent for so long is left to the server, in minutes.</summary>
    [Range(1, 60)]
    public int ExpireMinutes { get; set; } = 5;
}
