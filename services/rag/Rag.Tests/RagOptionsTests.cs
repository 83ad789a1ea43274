namespace WeChatPlatform.Rag.Tests;

public sealed class RagOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() =>
        new RagOptionsValidator().Validate(null, new RagOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var result = new KnowledgeFolderExists().Validate(null, new RagOptions { KnowledgeFolder = "/no/such/folder" });

        result.FailureMessage.ShouldNotBeNull().ShouldContain("/no/such/folder");
    }

    [Theory]
    [InlineData("充电桩|电桩|wallbox", true)]
    [InlineData("充电桩", false)]
    [InlineData(" | 充电桩 |", false)]
    [InlineData("", false)]
    public void A_group_of_synonyms_has_two_words_or_more(string group, bool isGood)
    {
        var result = new SynonymsAreGroups().Validate(null, new RagOptions { Synonyms = [group] });

        result.Succeeded.ShouldBe(isGood, result.FailureMessage);
    }
}
