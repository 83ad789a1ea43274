using System.Globalization;
using System.Text.RegularExpressions;
using WeChatPlatform.Ai.Prompts;

namespace WeChatPlatform.Ai.Tests.Injection;

/// <summary>
/// Wherever an attack stands, it stands inside one data block: what is outside the blocks, and who says it, is the same as for
/// a harmless text. A model that keeps to the blocks therefore never meets it as an instruction.
/// </summary>
public sealed partial class FenceTests
{
    public static TheoryData<string> Attacks => Attack.Ids();

    [Fact]
    public void There_are_at_least_fifty_attacks_in_both_languages()
    {
        Attack.All.Count.ShouldBeGreaterThanOrEqualTo(50);
        Attack.All.Count(attack => attack.Id.Contains("-en-", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(20);
        Attack.All.Select(attack => attack.Text).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_outside_the_data_blocks_changes(string id)
    {
        foreach (var inForce in new[] { PromptInForce.BuiltIn, AttackedTurn.EverythingNamed })
        {
            foreach (var place in AttackedTurn.Places)
            {
                var harmless = Skeleton(AttackedTurn.Assembled(AttackedTurn.With("今天有货吗", place), inForce));
                var attacked = Skeleton(AttackedTurn.Assembled(AttackedTurn.With(Attack.Of(id).Text, place), inForce));

                attacked.ShouldBe(harmless, $"{id} in {place}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Nothing_inside_a_data_block_looks_like_the_end_of_one_or_like_a_role(string id)
    {
        foreach (var place in AttackedTurn.Places)
        {
            var prompt = AttackedTurn.Assembled(AttackedTurn.With(Attack.Of(id).Text, place), AttackedTurn.EverythingNamed);
            var inside = prompt.Messages.SelectMany(message => Block().Matches(message.Text)).Select(block => block.Groups["inside"].Value).ToList();

            inside.ShouldNotBeEmpty();
            foreach (var text in inside)
            {
                text.ShouldNotContain(AttackedTurn.Boundary);
                Forbidden().Matches(text).Select(match => match.Value).ShouldBeEmpty($"{id} in {place}");
                text.Where(character => character != '\n' && char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format)
                    .ShouldBeEmpty();
            }
        }
    }

    [Fact]
    public void Two_prompts_have_different_boundaries()
    {
        var boundaries = Enumerable.Range(0, 100).Select(_ => Ai.Prompts.Fencing.DataFence.New().Boundary).ToList();

        boundaries.ShouldBeUnique();
        boundaries.ShouldAllBe(boundary => boundary.Length == 12);
    }

    private static string Skeleton(AssembledPrompt prompt) => string.Join(
        "\n--\n", prompt.Messages.Select(message => $"{message.Role}: {Block().Replace(message.Text, block => $"[{block.Groups["kind"].Value}]")}"));

    [GeneratedRegex($@"<<<DATA {AttackedTurn.Boundary} (?<kind>[a-z]+)\n(?<inside>.*?)\nDATA {AttackedTurn.Boundary}>>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"<<|>>|<\||\|>|\[/?INST\]|</?(system|assistant|tool_call|function_call|data)>|^(system|系统)\s*[:：]|""role""", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forbidden();
}
