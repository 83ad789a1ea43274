using WeChatPlatform.Ai.Prompts;
using WeChatPlatform.Ai.Prompts.Versions;

namespace WeChatPlatform.Ai.Tests.Prompts;

public class PromptTemplateTests
{
    [Fact]
    public void Variables_are_filled_in_and_other_braces_stay() =>
        PromptTemplate.Parse("{a}与{b}：{\"json\": 1} {} {A}").Render(name => $"<{name}>").ShouldBe("<a>与<b>：{\"json\": 1} {} {A}");

    [Fact]
    public void What_is_public_is_told_and_not_confidential()
    {
        var template = PromptTemplate.Parse("密{public}可{role}说{/public}密{role}");

        template.Render(_ => "!").ShouldBe("密可!说密!");
        template.Confidential.ShouldBe(["密", "密"]);
    }

    [Theory]
    [InlineData("prompt", "你是{role}，{evidence}", null)]
    [InlineData("prompt", "{customr}{evidence}{customr}", "customr")]
    [InlineData("persona", "{customer}{role}", "customer")]
    [InlineData("persona", "{persona}", "persona")]
    public void A_variable_that_is_none_is_told(string kind, string text, string? unknown)
    {
        var faults = PromptText.Faults(kind, text, note: null).ToList();

        faults.Count.ShouldBe(unknown is null ? 0 : 1);
        faults.ShouldAllBe(fault => fault.EndsWith($": {unknown}", StringComparison.Ordinal));
    }

    [Fact]
    public void The_built_in_texts_keep_their_own_rules()
    {
        PromptText.Faults(PromptVersion.Prompt, BuiltInPrompt.Prompt, note: null).ShouldBeEmpty();
        PromptText.Faults(PromptVersion.Persona, BuiltInPrompt.Persona, note: null).ShouldBeEmpty();
        PromptText.TooLong(PromptInForce.BuiltIn, new AiOptions(), new PromptOptions()).ShouldBeNull();
    }

    [Fact]
    public void A_text_of_too_many_lines_or_characters_is_refused()
    {
        PromptText.Faults("prompt", string.Concat(Enumerable.Repeat("行\n", 500)), note: null).ShouldNotBeEmpty();
        PromptText.Faults("prompt", new string('字', 20_001), note: null).ShouldNotBeEmpty();
        PromptText.Faults("prompt", "好", new string('字', 501)).ShouldNotBeEmpty();
        PromptText.Faults("prompt", " ", note: null).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", " a| b| c")]
    [InlineData("a\nb\nc", "a\nx\nc", " a|-b|+x| c")]
    [InlineData("a\nb", "a\r\nb\r\nc", " a| b|+c")]
    [InlineData("x\na\nb", "a\nb", "-x| a| b")]
    [InlineData("a", "b", "-a|+b")]
    public void Lines_that_differ_are_told(string before, string after, string lines) =>
        string.Join('|', LineDiff.Of(before, after).Select(line => (line.Change switch { "same" => " ", "removed" => "-", _ => "+" }) + line.Text))
            .ShouldBe(lines);

    [Fact]
    public void The_most_particular_comes_first() =>
        PromptScope.Of("prompt", "agent-1", "price").Select(scope => $"{scope.AgentId}/{scope.Intent}").ShouldBe(["agent-1/price", "agent-1/", "/price", "/"]);
}
