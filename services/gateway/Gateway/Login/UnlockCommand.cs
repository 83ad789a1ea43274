using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Edge;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Gateway.Login;

/// <summary>
/// For who runs the machine: lets an account in whatever strangers do, also when it is the only administrator's.
/// </summary>
internal sealed class UnlockCommand(PlatformHostSetup setup) : IHostCommand
{
    private const string Usage = "unlock user <name> | unlock agent <agent-id> | unlock all";

    public string Verb => "unlock";

    public string Summary => $"解除登录锁定 / end waits after wrong logins: {Usage}";

    public async Task<int> RunAsync(string[] args, IServiceProvider services, CancellationToken ct)
    {
        string? account;
        switch (args)
        {
            case ["user", var name]:
                account = Lockout.AccountOf(Caller.UserKind, name);
                break;
            case ["agent", var id]:
                account = Lockout.AccountOf(Caller.AgentKind, id);
                break;
            case ["all"]:
                account = null;
                break;
            default:
                await (setup.Error ?? Console.Error).WriteLineAsync($"用法 / usage: {Usage}");
                return ExitCodes.BadConfiguration;
        }

        await using var scope = services.CreateAsyncScope();
        var unlocked = await scope.ServiceProvider.GetRequiredService<Lockout>().UnlockAsync(account, null, ct);
        await (setup.Output ?? Console.Out).WriteLineAsync($"已解除 {unlocked} 项 / {unlocked} unlocked");
        return 0;
    }
}
