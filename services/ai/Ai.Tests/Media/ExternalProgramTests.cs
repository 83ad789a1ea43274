using WeChatPlatform.Ai.Media;
using WeChatPlatform.Programs;

namespace WeChatPlatform.Ai.Tests.Media;

/// <summary>Programs that get what strangers send: whatever they do, it ends.</summary>
public class ExternalProgramTests
{
    [Fact]
    public async Task What_goes_in_comes_out()
    {
        var bytes = new byte[3_000_000];
        Random.Shared.NextBytes(bytes);

        var result = await MediaKit.Programs().RunAsync("cat", [], bytes, 4_000_000, MediaKit.Ct);

        result.End.ShouldBe(ProgramEnd.Succeeded);
        result.Output.ShouldBe(bytes);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_told_as_that() =>
        (await MediaKit.Programs().RunAsync("no-such-program", [], new byte[1], 100, MediaKit.Ct)).End.ShouldBe(ProgramEnd.NotThere);

    [Fact]
    public async Task A_program_that_fails_gives_nothing() =>
        (await MediaKit.Programs().RunAsync("false", [], new byte[1], 100, MediaKit.Ct)).ShouldSatisfyAllConditions(
            r => r.End.ShouldBe(ProgramEnd.Failed), r => r.Output.ShouldBeEmpty());

    [Fact]
    public async Task A_program_that_does_not_end_is_ended() =>
        (await MediaKit.Programs(new MediaOptions { ProgramSeconds = 0.2 }).RunAsync("sleep", ["600"], new byte[1], 100, MediaKit.Ct))
            .End.ShouldBe(ProgramEnd.Ended);

    [Fact]
    public async Task A_program_that_writes_without_end_is_ended() =>
        (await MediaKit.Programs().RunAsync("cat", ["/dev/zero"], new byte[1], 1_000_000, MediaKit.Ct)).End.ShouldBe(ProgramEnd.Ended);

    [Fact]
    public async Task A_program_that_wants_all_memory_does_not_get_it() =>
        (await MediaKit.Programs(new MediaOptions { ProgramMebibytes = 64 }).RunAsync("tail", ["/dev/zero"], new byte[1], 100, MediaKit.Ct))
            .End.ShouldBe(ProgramEnd.Failed);

    [Fact]
    public async Task A_program_sees_none_of_our_settings()
    {
        var result = await MediaKit.Programs().RunAsync("env", [], new byte[1], 10_000, MediaKit.Ct);

        var names = System.Text.Encoding.UTF8.GetString(result.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=')[0]);
        names.Except(["PATH", "LC_ALL", "OMP_THREAD_LIMIT", "MAGICK_THREAD_LIMIT", "PWD", "OLDPWD", "SHLVL", "_"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_gives_up_ends_the_program()
    {
        using var given = new CancellationTokenSource();
        var running = MediaKit.Programs().RunAsync("sleep", ["600"], new byte[1], 100, given.Token);
        await given.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
    }
}
