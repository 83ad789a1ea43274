using System.Runtime.InteropServices;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reporting;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>How the agent is, in the words of the heartbeat. Concurrency: one caller.</summary>
internal sealed class StatusReport(AgentJournal journal, AgentHealth health, Lease lease, PcLoad load)
{
    private const string Healthy = "ok";

    public ServerWire.Status Now()
    {
        var state = journal.State;
        var desktop = health.DesktopState;
        var client = health.Client;
        var measured = load.Look();
        return new ServerWire.Status(
            desktop,
            state.Queue.Count,
            state.SetAside.Count,
            state.Gaps,
            LedgerSteps.Open(state).Count,
            health.MessagesCaptured,
            health.PartsVerified,
            health.PartsNotSent,
            health.PartsUnknown,
            lease.Number,
            journal.SetAsideFiles,
            health.HeldReason,
            state.OpenGaps.Count,
            health.ExcludedChats)
        {
            AmbiguousChats = health.AmbiguousChats,
            WxOnline = desktop == Healthy,
            MessagesProcessed = health.MessagesCaptured + health.PartsVerified,
            OldestUndeliveredSeconds = state.Queue is [var oldest, ..] ? (long)journal.AgeOf(oldest).TotalSeconds : null,
            LastVerifiedSendAt = health.LastVerifiedSendAt,
            ClientVersion = client.Version,
            Profile = client.Profile,
            AgentVersion = AgentVersion.Text,
            Os = RuntimeInformation.OSDescription,
            CpuPercent = measured.Cpu,
            MemoryPercent = measured.Memory,
            DiskPercent = measured.Disk,
            AgentCpuPercent = measured.AgentCpu,
            AgentMemoryMb = measured.AgentMegabytes,
        };
    }
}
