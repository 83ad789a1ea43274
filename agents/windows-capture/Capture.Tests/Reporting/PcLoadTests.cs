using Microsoft.Extensions.Options;
using WeChatPlatform.Capture.Reporting;

namespace WeChatPlatform.Capture.Tests.Reporting;

public sealed class PcLoadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cpu  100 20 30 800 50 0 0 0 7 7", 150, 1000)]
    [InlineData("cpu 1 2 3 4", 6, 10)]
    [InlineData("cpu  1 2 3 4 5 6 7 8 9 10 11 12", 27, 36)]
    public void Idle_time_and_waiting_for_the_disk_are_not_work_and_guests_do_not_count_twice(string line, long busy, long total) =>
        PcLoad.ReadStat(line).ShouldBe((busy, total));

    [Theory]
    [InlineData("")]
    [InlineData("cpu0 1 2 3 4")]
    [InlineData("cpu 1 2 3")]
    [InlineData("cpu 1 2 3 x")]
    public void A_line_that_says_something_else_says_nothing(string line) => PcLoad.ReadStat(line).ShouldBeNull();

    [Fact]
    public void Memory_in_use_is_what_no_program_could_have() =>
        PcLoad.ReadMemory(["MemTotal:       16000000 kB", "MemFree:          100000 kB", "MemAvailable:    4000000 kB"]).ShouldBe(75);

    [Theory]
    [InlineData("MemTotal: 0 kB", "MemAvailable: 0 kB")]
    [InlineData("MemTotal: 16000000 kB", "MemFree: 1 kB")]
    [InlineData("MemTotal: much", "MemAvailable: 1 kB")]
    public void Memory_that_is_not_told_is_absent(string first, string second) => PcLoad.ReadMemory([first, second]).ShouldBeNull();

    [Fact]
    public void This_machine_is_measured_from_the_second_look_on()
    {
        var clock = new LeapingClock();
        var load = new PcLoad(Options.Create(new AgentOptions { DataFolder = _folder.Path }), clock);

        var first = load.Look();
        (first.Cpu, first.AgentCpu).ShouldBe((null, null));
        first.Memory!.Value.ShouldBeInRange(0.1, 100);
        first.Disk!.Value.ShouldBeInRange(0, 100);
        first.AgentMegabytes.ShouldBeGreaterThan(0);

        clock.Advance(TimeSpan.FromSeconds(30));
        load.Look().AgentCpu!.Value.ShouldBeInRange(0, 100d * Environment.ProcessorCount * 30);
    }

    [Fact]
    public void A_disk_that_cannot_be_asked_is_absent() =>
        new PcLoad(Options.Create(new AgentOptions { DataFolder = "" }), TimeProvider.System).Look().Disk.ShouldBeNull();
}
