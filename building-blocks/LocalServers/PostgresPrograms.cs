using System.Globalization;
using System.Text.RegularExpressions;

namespace WeChatPlatform.LocalServers;

/// <summary>
/// The installed PostgreSQL programs of one version. PostgreSQL refuses to run as root, so a root host runs them as the
/// user that the package created for it.
/// </summary>
internal sealed partial record PostgresPrograms(string Folder, int MajorVersion, bool AsPostgresUser)
{
    public const string User = "postgres";

    private static readonly string[] Required = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The first installed version; for an existing cluster, the version that wrote it.</summary>
    public static async Task<PostgresPrograms> FindAsync(string? folder, int? clusterVersion, CancellationToken ct)
    {
        var found = new List<PostgresPrograms>();
        foreach (var candidate in folder is null ? InstalledFolders() : [folder])
        {
            if (Required.All(program => File.Exists(Path.Combine(candidate, program)))
                && await ReadVersionAsync(candidate, ct) is { } version)
            {
                found.Add(new PostgresPrograms(candidate, version, Environment.IsPrivilegedProcess));
            }
        }

        if (found.Count == 0)
        {
            throw new ServerNotInstalledException(
                $"找不到 PostgreSQL 程序{(folder is null ? "" : $"（{folder}）")}。请安装：apt install postgresql，或用 Persistence:ConnectionString 指定一个服务器。",
                $"PostgreSQL's programs were not found{(folder is null ? "" : $" in {folder}")}. Install them: apt install postgresql, or name a server in Persistence:ConnectionString.");
        }

        return found.Find(programs => clusterVersion is null || programs.MajorVersion == clusterVersion)
            ?? throw new LocalServerException(
                $"数据库由 PostgreSQL {clusterVersion} 创建，而已安装的是 {Versions(found)}。请安装：apt install postgresql-{clusterVersion}，或先用 pg_upgrade 升级数据。",
                $"The cluster was made by PostgreSQL {clusterVersion}, but {Versions(found)} is installed. Install it: apt install postgresql-{clusterVersion}, or upgrade the data with pg_upgrade first.");
    }

    public Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var path = Path.Combine(Folder, program);
        return AsPostgresUser
            ? Command.RunAsync("runuser", ["-u", User, "--", path, .. arguments], ct)
            : Command.RunAsync(path, arguments, ct);
    }

    // Debian keeps initdb and pg_ctl outside of PATH, in a folder for each version.
    private static IEnumerable<string> InstalledFolders()
    {
        const string versions = "/usr/lib/postgresql";
        var perVersion = Directory.Exists(versions) ? Directory.GetDirectories(versions) : [];
        return Command.SearchPath.Concat(perVersion
            .OrderByDescending(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(path => Path.Combine(path, "bin")));
    }

    private static async Task<int?> ReadVersionAsync(string folder, CancellationToken ct)
    {
        var answer = await Command.RunAsync(Path.Combine(folder, "postgres"), ["--version"], ct);
        var match = MajorVersionPattern().Match(answer.Output);
        return match.Success ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    private static string Versions(IEnumerable<PostgresPrograms> found) =>
        string.Join(", ", found.Select(programs => programs.MajorVersion).Distinct());

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MajorVersionPattern();
}
