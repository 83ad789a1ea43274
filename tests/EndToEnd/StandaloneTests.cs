using System.Net;

namespace WeChatPlatform.EndToEnd;

/// <summary>./run.sh</summary>
public sealed class StandaloneTests(StandaloneStage stage) : ConversationTests(stage), IClassFixture<StandaloneStage>
{
    [Fact]
    public async Task The_page_fits_a_desktop_and_a_phone()
    {
        await using var phone = await stage.OpenPhoneAsync();
        await phone.PictureAsync("phone-list");
        (await phone.OverflowAsync()).ShouldBe(0);
        (await phone.ShowsAsync("#messages")).ShouldBeFalse();

        await phone.ChooseAsync("王小姐");
        await phone.AskAsync("充电桩坏了怎么报修");
        await phone.PictureAsync("phone-chat");
        (await phone.OverflowAsync()).ShouldBe(0);
        (await phone.ShowsAsync("#chat-list")).ShouldBeFalse();

        await phone.GoBackAsync();
        (await phone.ShowsAsync("#chat-list")).ShouldBeTrue();

        await using var desktop = await stage.OpenPageAsync();
        await desktop.ChooseAsync("王小姐");
        await desktop.PictureAsync("desktop");
        (await desktop.OverflowAsync()).ShouldBe(0);
        (await desktop.ShowsAsync("#chat-list")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_first_credentials_are_printed_and_only_their_owner_can_read_the_file()
    {
        var platform = await stage.PlatformAsync();

        platform.Output.ShouldContain(platform.CredentialsFile);
        platform.Output.ShouldContain("agent-1 / wk_");
        File.GetUnixFileMode(platform.CredentialsFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Without_a_model_it_says_that_customer_texts_stay_here() =>
        (await stage.PlatformAsync()).Output.ShouldContain("未配置模型：仅用知识库回答，客户消息不外发");

    [Fact]
    public async Task Every_address_that_is_printed_answers()
    {
        var addresses = (await stage.PlatformAsync()).PrintedAddresses();

        addresses.Count.ShouldBe(3);
        using var http = new HttpClient();
        foreach (var address in addresses)
        {
            using var answer = await http.GetAsync(address);
            answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.NotFound);
        }
    }
}
