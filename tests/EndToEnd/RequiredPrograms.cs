using System.Diagnostics;

namespace WeChatPlatform.EndToEnd;

/// <summary>What the tests need and ./test.sh installs. Missing there it fails a test, elsewhere it skips it visibly.</summary>
internal static class RequiredPrograms
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Path of the installed browser.</summary>
    public static string Chromium()
    {
        var found = Array.Find(Browsers, File.Exists);
        Require(found is not null, "Chromium is not installed (Debian: chromium, fonts-noto-cjk).");
        return found!;
    }

    /// <summary>Without them ./run.sh would install packages, which is not for a test to do.</summary>
    public static void Servers(bool distributed)
    {
        Require(Has("has_postgres"), "PostgreSQL is not installed (Debian: postgresql).");
        Require(!distributed || Has("has_rabbitmq"), "RabbitMQ is not installed (Debian: rabbitmq-server).");
        Require(!distributed || Has("has_redis"), "Redis is not installed (Debian: redis-server).");
    }

    // The question that ./run.sh asks itself.
    private static bool Has(string question)
    {
        using var shell = Process.Start(
            "bash", ["-c", $". '{Path.Combine(Repository.Root, "scripts/install.sh")}' && {question}"]);
        shell.WaitForExit();
        return shell.ExitCode == 0;
    }

    private static void Require(bool installed, string what)
    {
        if (Environment.GetEnvironmentVariable("REQUIRE_TEST_SERVERS") == "1")
        {
            Assert.True(installed, what);
        }

        Assert.SkipUnless(installed, what);
    }
}
