using WeChatPlatform.Hosting;
using WeChatPlatform.Standalone;

namespace WeChatPlatform.Platform.Tests.Architecture;

/// <summary>A verb works beside the running platform: it never starts a private cluster of its own.</summary>
public sealed class StandaloneVerbTests
{
    [Theory]
    [InlineData("poison", "list")]
    [InlineData("--config", "appsettings.json", "poison", "list")]
    [InlineData("--config=appsettings.json", "poison", "redeliver", "all")]
    public async Task A_verb_on_a_folder_where_no_platform_runs_is_refused_wherever_it_stands(params string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("wechat-verb-");
        try
        {
            var builder = PlatformHost.CreateBuilder(new PlatformHostSetup { Name = "standalone", Modules = [], ReadEnvironment = false });
            builder.Configuration["Standalone:DataFolder"] = folder.FullName;

            var refusal = await Should.ThrowAsync<StartRefusedException>(() =>
                StandaloneSetup.PrepareAsync(builder, args, TestContext.Current.CancellationToken));

            refusal.ExitCode.ShouldBe(ExitCodes.DatabaseAway);
            refusal.Message.ShouldContain("No platform is running");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
