using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Sending;

namespace WeChatPlatform.Capture.Server;

/// <summary>Gate questions over one connection, with the lease that it was given.</summary>
internal sealed class SocketGateWire(
    ServerSocket socket, long lease, AgentJournal journal, AgentHealth health, CancellationTokenSource connection) : IGateWire
{
    public bool IsHandedIn(string chatId) => !journal.State.Queue.Exists(message => message.ChatId == chatId);

    public Task SendAsync(GateQuestion question, CancellationToken ct) => socket.WriteAsync(
        new ServerWire.Gate(
            "gate",
            question.DecisionId,
            question.Part,
            question.Step == GateStep.Open ? "open" : "enter",
            lease,
            question.RecipientVerifiedAt,
            question.TypedAt,
            health.Client.Version),
        ServerWireJson.Default.Gate,
        ct);

    public void GiveUp()
    {
        try
        {
            connection.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in the same moment.
        }
    }
}
