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
}
