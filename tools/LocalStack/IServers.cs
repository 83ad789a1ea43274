namespace WeChatPlatform.LocalStack;

/// <summary>The servers that were asked for, running until this is disposed.</summary>
internal interface IServers : IAsyncDisposable
{
    /// <summary>What the command's environment gets.</summary>
    IEnumerable<(string Name, string Value)> Variables();
}
