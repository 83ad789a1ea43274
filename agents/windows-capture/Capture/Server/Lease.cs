namespace WeChatPlatform.Capture.Server;

/// <summary>
/// This process's claim to its account. The server gives it to one process at a time; who has none types nothing.
/// </summary>
internal sealed class Lease(TimeProvider time)
{
    /// <summary>New with every start, so that the server tells a process from the one before it.</summary>
    public string InstanceId { get; } = Guid.CreateVersion7(time.GetUtcNow()).ToString();

    /// <summary>The lease of the open connection; absent without one.</summary>
    public long? Number { get; private set; }

    /// <summary>The server gave this process a lease at least once.</summary>
    public bool WasGranted { get; private set; }

    /// <summary>Another process had the account when this one started, so this one ends.</summary>
    public bool IsRefused { get; private set; }

    public void Grant(long number)
    {
        Number = number;
        WasGranted = true;
    }

    public void Lose() => Number = null;

    public void Refuse() => IsRefused = true;
}
