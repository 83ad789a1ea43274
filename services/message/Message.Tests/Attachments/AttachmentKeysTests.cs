using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using WeChatPlatform.Message.Attachments;

namespace WeChatPlatform.Message.Tests.Attachments;

public sealed class AttachmentKeysTests : IDisposable
{
    private static readonly string First = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string Second = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private readonly string file = Path.GetTempFileName();

    [Fact]
    public void Without_a_key_nothing_is_encrypted() => Keys(new MessageOptions()).ActiveId.ShouldBeNull();

    [Fact]
    public void A_key_is_the_same_from_a_setting_and_from_a_file()
    {
        File.WriteAllText(file, $" {First}\n");

        Keys(new MessageOptions { AttachmentKeyFile = file }).ActiveId
            .ShouldBe(Keys(new MessageOptions { AttachmentKey = First }).ActiveId);
    }

    [Fact]
    public void An_earlier_key_is_found_by_its_id_and_not_used_for_new_ones()
    {
        var before = Keys(new MessageOptions { AttachmentKey = First }).ActiveId!;

        var keys = Keys(new MessageOptions { AttachmentKey = Second, EarlierAttachmentKeys = { new EarlierAttachmentKey { Key = First } } });

        keys.ActiveId.ShouldNotBe(before);
        keys.Find(before).ShouldBe(Convert.FromBase64String(First));
        Keys(new MessageOptions { AttachmentKey = Second }).Find(before).ShouldBeNull();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("not base64!", true)]
    [InlineData("c2hvcnQ=", true)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true)]
    public void A_key_is_32_bytes_in_base64_or_absent(string? key, bool refused)
    {
        FaultsOf(new MessageOptions { AttachmentKey = key }).Any().ShouldBe(refused);
        FaultsOf(new MessageOptions { EarlierAttachmentKeys = { new EarlierAttachmentKey { Key = key } } }).Any().ShouldBe(refused);
    }

    [Fact]
    public void A_fault_names_the_setting_and_never_the_key() =>
        FaultsOf(new MessageOptions { AttachmentKey = "c2VjcmV0" }).Single()
            .ShouldSatisfyAllConditions(f => f.ShouldStartWith("Message:AttachmentKey is 32 bytes"), f => f.ShouldNotContain("c2VjcmV0"));

    [Fact]
    public void One_place_is_enough() =>
        FaultsOf(new MessageOptions { AttachmentKey = First, AttachmentKeyFile = file }).ShouldHaveSingleItem();

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        FaultsOf(new MessageOptions { AttachmentKeyFile = file + ".none" }).Single().ShouldStartWith("Message:AttachmentKeyFile cannot be read");

    public void Dispose() => File.Delete(file);

    private static AttachmentKeys Keys(MessageOptions options) => new(Options.Create(options));

    private static IEnumerable<string> FaultsOf(MessageOptions options) =>
        new AttachmentKeysValidator().Validate(null, options).Failures ?? [];
}
