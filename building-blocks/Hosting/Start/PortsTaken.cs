using Microsoft.AspNetCore.Connections;

namespace WeChatPlatform.Hosting;

/// <summary>Another process holds a port that this one was told to listen on.</summary>
internal static class PortsTaken
{
    public static void ThrowIfAny(HostingOptions options)
    {
        var faults = new List<string>();
        Check(options.Url, nameof(options.Url), faults);
        Check(options.ManagementUrl, nameof(options.ManagementUrl), faults);
        if (faults.Count > 0)
        {
            throw new StartRefusedException(ExitCodes.PortTaken, string.Join(Environment.NewLine, faults));
        }
    }

    /// <summary>The same refusal when the port was taken between the check and the start.</summary>
    public static async Task GuardAsync(Func<Task> start)
    {
        try
        {
            await start();
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            throw new StartRefusedException(
                ExitCodes.PortTaken,
                $"端口被占用 / port in use: {failure.Message} (Hosting:Url, Hosting:ManagementUrl)",
                failure);
        }
    }

    private static void Check(string url, string option, List<string> faults)
    {
        var listener = Listener.Parse(url);
        if (listener.IsTaken())
        {
            faults.Add($"端口被占用 / port in use: {listener.Port}。"
                + $"请更改配置 / change Hosting:{option} (Hosting__{option}={url})");
        }
    }
}
