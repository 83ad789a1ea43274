using System.Text;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Edge.Tests;

public sealed class SigningKeyTests
{
    [Fact]
    public void A_host_without_a_key_does_not_start() => Faults(new EdgeOptions()).ShouldContain("Edge:SigningKeyFile must be set");

    [Fact]
    public void Two_keys_are_one_too_many() =>
        Faults(new EdgeOptions { SigningKey = EdgeHost.SigningKey, SigningKeyFile = "x" }).ShouldContain("one of the two");

    [Fact]
    public void A_short_key_is_refused_and_not_shown()
    {
        var fault = Faults(new EdgeOptions { SigningKey = "short-secret" });

        fault.ShouldContain("shorter than 32 bytes");
        fault.ShouldNotContain("short-secret");
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Faults(new EdgeOptions { SigningKeyFile = "/no/such/file" }).ShouldContain("/no/such/file");

    [Fact]
    public void Accepted_keys_are_checked_like_the_signing_key()
    {
        var faults = Faults(new EdgeOptions
        {
            SigningKey = EdgeHost.SigningKey,
            AcceptedKeys =
            [
                new AcceptedKey { Key = EdgeHost.SigningKey, KeyFile = "x" },
                new AcceptedKey { Key = "short-secret" },
                new AcceptedKey { KeyFile = "/no/such/file" },
            ],
        });

        faults.ShouldContain("Edge:AcceptedKeys:0:KeyFile must be set");
        faults.ShouldContain("Edge:AcceptedKeys:1:Key: the key is shorter than 32 bytes");
        faults.ShouldContain("Edge:AcceptedKeys:2:KeyFile does not exist");
        faults.ShouldNotContain("short-secret");
    }

    [Fact]
    public async Task An_accepted_key_that_is_left_blank_is_none()
    {
        await using var host = await EdgeHost.StartAsync(
            ("Edge:AcceptedKeys:0:Key", ""), ("Edge:AcceptedKeys:0:KeyFile", ""), ("Edge:AcceptedKeys:0:Until", ""));

        (await host.GetAsync("/api/v1/agent", Caller.Agent("agent-1", Caller.RealDesktop))).StatusCode
            .ShouldBe(System.Net.HttpStatusCode.OK);
    }

    [Fact]
    public void A_file_may_end_in_a_line_break()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(file, EdgeHost.SigningKey + "\n");
        try
        {
            SigningKeys.Read(null, file).ShouldBe(Encoding.UTF8.GetBytes(EdgeHost.SigningKey));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Faults(EdgeOptions options) =>
        new SigningKeysValidator().Validate(Options.DefaultName, options).FailureMessage ?? "";
}
