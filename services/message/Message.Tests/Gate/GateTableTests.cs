using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Gate;

namespace WeChatPlatform.Message.Tests.Gate;

public sealed class GateTableTests
{
    [Fact]
    public void The_documents_list_the_conditions_in_the_order_in_which_they_are_asked()
    {
        var listed = File.ReadLines(Path.Combine(Root(), "docs", "reliability.md"))
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells is [_, _, GateVerdict.Hold or GateVerdict.Refuse, ..])
            .Select(cells => $"{cells[1].Trim('`')} {cells[2]}");

        listed.ShouldBe(GateTable.Conditions.Select(Create).Select(condition => $"{condition.Reason} {condition.Verdict}"));
    }

    private static IGateCondition Create(Type condition) => (IGateCondition)(condition.GetConstructor([]) is not null
        ? Activator.CreateInstance(condition)!
        : Activator.CreateInstance(condition, Options.Create(new MessageOptions()))!);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "WeChatPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
