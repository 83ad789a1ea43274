using System.Text.RegularExpressions;

namespace WeChatPlatform.Platform.Tests.Architecture;

public sealed partial class SourceTests
{
    private const int LongestFile = 300;

    [Fact]
    public void No_file_of_code_is_longer_than_one_concept()
    {
        string[] endings = [".cs", ".csproj", ".props", ".sh", ".html", ".py", ".sql"];

        endings.SelectMany(Repository.Files)
            .Select(path => (Path: path, Lines: Repository.Lines(path).Length))
            .Where(file => file.Lines > LongestFile)
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_folder_is_named_for_what_has_no_name() =>
        Repository.Folders()
            .Where(folder => folder.Split('/').Any(part => Nameless().IsMatch(part)))
            .ShouldBeEmpty();

    [Fact]
    public void No_two_log_messages_share_an_id() =>
        Repository.Files("Log.cs")
            .SelectMany(path => EventId().Matches(Repository.Read(path)).Select(match => (Id: match.Groups["id"].Value, path)))
            .GroupBy(entry => entry.Id)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(entry => entry.path))}")
            .ShouldBeEmpty();

    [GeneratedRegex("^(Common|Shared|Utils?|Utilities|Helpers?|Managers?|Misc)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nameless();

    [GeneratedRegex(@"EventId = (?<id>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventId();
}
