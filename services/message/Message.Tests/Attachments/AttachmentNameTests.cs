using WeChatPlatform.Message.Attachments;

namespace WeChatPlatform.Message.Tests.Attachments;

public sealed class AttachmentNameTests
{
    [Theory]
    [InlineData("photo.png", "photo.png")]
    [InlineData("照片 1.PNG", "照片 1.PNG")]
    [InlineData(null, "attachment.png")]
    [InlineData("", "attachment.png")]
    [InlineData("../../etc/passwd", "passwd.png")]
    [InlineData(@"C:\Users\a\..\b.png", "b.png")]
    [InlineData("/", "attachment.png")]
    [InlineData("..", "attachment.png")]
    [InlineData("a\0b\r\n.png", "ab.png")]
    [InlineData("photo\u202Egnp.exe", "photognp.exe.png")]
    [InlineData("a:b<c>|\"?*.png", "a_b_c_____.png")]
    [InlineData("page.html", "page.html.png")]
    [InlineData("run.png.exe", "run.png.exe.png")]
    [InlineData("CON", "_CON.png")]
    [InlineData("nul.png", "_nul.png")]
    [InlineData("  a.png. ", "a.png")]
    [InlineData("😀.png", "😀.png")]
    public void A_name_is_one_that_any_desktop_takes_and_ends_as_its_file_is(string? given, string expected) =>
        AttachmentName.Of(given, MediaType.Png).ShouldBe(expected);

    [Fact]
    public void Half_a_character_is_replaced() => AttachmentName.Of($"{'\ud83d'}.png", MediaType.Png).ShouldBe("\uFFFD.png");

    [Theory]
    [InlineData("notes.md", "notes.md")]
    [InlineData("run.bat", "run.bat.txt")]
    public void A_text_never_ends_like_a_program(string given, string expected) =>
        AttachmentName.Of(given, MediaType.PlainText).ShouldBe(expected);

    [Fact]
    public void A_name_without_end_is_cut_between_characters()
    {
        var name = AttachmentName.Of(new string('a', 149) + "😀😀.png", MediaType.Png);

        name.ShouldBe(new string('a', 149) + ".png");
    }
}
