using System.ComponentModel.DataAnnotations;

namespace WeChatPlatform.Capture;

/// <summary>The page about the agent for the person at this PC.</summary>
public sealed class StatusPageOptions
{
    /// <summary>
    /// Port of the page on 127.0.0.1, where everybody at this PC may read it. 0: there is no page; the commands reach the
    /// agent all the same.
    /// </summary>
    [Range(0, 65535)]
    public int Port { get; set; }
}
