using WeChatPlatform.Ai.Providers;

namespace WeChatPlatform.Ai.Tests.Providers;

public class KeyMaskTests
{
    [Theory]
    [InlineData("sk-0123456789abcdef", "****cdef")]
    [InlineData("short-key-1", "****")]
    public void People_see_four_characters_of_a_long_key_at_most(string key, string shown) => KeyMask.Of(key).ShouldBe(shown);

    [Theory]
    [InlineData(null, null, true, "Keep")]
    [InlineData(null, null, false, "Keep")]
    [InlineData(null, "****cdef", true, "Keep")]
    [InlineData("****cdef", "****cdef", true, "Keep")]
    [InlineData(" ****cdef ", "****cdef", true, "Keep")]
    [InlineData(null, "****cdef", false, "EnterAgain")]
    [InlineData("****cdef", "****cdef", false, "EnterAgain")]
    [InlineData("****9999", "****cdef", true, "EnterAgain")]
    [InlineData("****cdef", null, true, "EnterAgain")]
    [InlineData("", "****cdef", true, "Remove")]
    [InlineData("", "****cdef", false, "Remove")]
    [InlineData("sk-new-0123456789", "****cdef", true, "Replace")]
    [InlineData("sk-new-0123456789", "****cdef", false, "Replace")]
    [InlineData("sk-new-0123456789", null, true, "Replace")]
    public void A_mask_that_comes_back_means_the_key_behind_it_and_never_goes_to_another_server(
        string? given, string? hint, bool isSameServer, string change) =>
        KeyMask.Decide(given, hint, isSameServer).ToString().ShouldBe(change);
}
