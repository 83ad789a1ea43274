namespace WeChatPlatform.Capture.Tests.Tree;

/// <summary>Which client <see cref="TreeWindow"/> is.</summary>
public enum TreeStyle
{
    /// <summary>None: the simulated desktop itself.</summary>
    None,
    Wx39,
    Wx40,
    Wx41,
}
