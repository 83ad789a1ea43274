using System.Diagnostics;

namespace WeChatPlatform.EndToEnd;

/// <summary>./run.sh builds once, and again when something that it builds from has changed.</summary>
public sealed class BuiltBeforeTests : IDisposable
{
    private const string Program = "artifacts/program.dll";
    private const string Source = "services/one/One.cs";
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("wechat-built-");

    public BuiltBeforeTests()
    {
        string[] files = ["agents/a", "building-blocks/b", "hosts/h", Source, "shims/s", "tools/t", "scripts/run.slnf", "global.json", Program];
        foreach (var file in files)
        {
            Write(file);
        }
    }

    [Fact]
    public async Task Nothing_is_built_before_the_first_build() => (await IsBuiltAsync()).ShouldBeFalse();

    [Fact]
    public async Task What_was_built_is_not_built_again()
    {
        await BuildAsync();
        Write("docs/read.me");

        (await IsBuiltAsync()).ShouldBeTrue();
    }

    [Theory]
    [InlineData($"touch {Source}")]
    [InlineData($"rm {Source}")]
    [InlineData("touch services/one/Two.cs")]
    [InlineData("touch global.json")]
    [InlineData("rm global.json")]
    [InlineData("touch Directory.Build.targets")]
    [InlineData($"rm {Program}")]
    [InlineData("rm -r tools")]
    public async Task A_change_is_built(string change)
    {
        await BuildAsync();

        (await ShellAsync(change)).ShouldBe(0);

        (await IsBuiltAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_changes_while_it_is_built_is_built_the_next_time()
    {
        (await ShellAsync($"begin_build; touch -d '+1 second' {Source}; end_build")).ShouldBe(0);

        (await IsBuiltAsync()).ShouldBeFalse();
    }

    public void Dispose() => root.Delete(recursive: true);

    // A minute passes between what was written last and the build, and another one after it.
    private async Task BuildAsync() =>
        (await ShellAsync("find . -exec touch -d '-2 minutes' {} +; begin_build; end_build; touch -d '-1 minute' artifacts/run.built")).ShouldBe(0);

    private async Task<bool> IsBuiltAsync() => await ShellAsync($"is_built {Program}") == 0;

    private async Task<int> ShellAsync(string command)
    {
        var build = Path.Combine(Repository.Root, "scripts/build.sh");
        using var shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", $". '{build}'; {command}"]) { WorkingDirectory = root.FullName })!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return shell.ExitCode;
    }

    private void Write(string file)
    {
        var path = Path.Combine(root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
    }
}
