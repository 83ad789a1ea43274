using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Messaging.Tests;

public sealed class MessagingOptionsTests
{
    [Theory]
    [InlineData("-1")]
    [InlineData("300001")]
    public async Task A_wait_between_tries_that_is_no_time_is_refused_at_start(string wait)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Messaging:Transport"] = "memory",
            ["Messaging:RetryMilliseconds:0"] = wait,
        });
        builder.AddPlatformMessaging([]);
        using var host = builder.Build();

        var failure = await Should.ThrowAsync<OptionsValidationException>(() => host.StartAsync());

        failure.Message.ShouldContain("Messaging:RetryMilliseconds");
    }
}
