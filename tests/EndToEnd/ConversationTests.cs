namespace WeChatPlatform.EndToEnd;

/// <summary>
/// A customer types into the page in a real browser and sees the answer there. Every test has a chat of its own.
/// </summary>
public abstract class ConversationTests(Stage stage)
{
    private const string Price = "1880";
    private const string Markup = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script><b>7kW充电桩多少钱</b>";

    [Fact]
    public async Task A_question_in_a_private_chat_is_answered_from_the_shops_knowledge()
    {
        await using var page = await stage.OpenPageAsync();
        await page.ChooseAsync("张三");

        var answer = await page.AskAsync("7kW充电桩多少钱？");

        answer.Text.ShouldContain(Price);
        await page.PictureAsync($"{stage.GetType().Name}-private");
    }

    [Fact]
    public async Task A_question_in_a_group_is_answered_to_the_member_who_mentioned_us_and_to_nobody_else()
    {
        await using var page = await stage.OpenPageAsync();
        await page.ChooseAsync("充电桩业主群");
        await page.BecomeAsync("钱小雨");
        await page.MentionAsync(false);
        await page.SayAsync("11kW充电桩多少钱？");
        await page.BecomeAsync("赵大海");
        await page.MentionAsync(true);

        var answer = await page.AskAsync("7kW充电桩多少钱？");

        answer.Text.ShouldStartWith("@赵大海");
        answer.Text.ShouldContain(Price);
        (await page.OwnTextsAsync()).Count.ShouldBe(1);
        await page.PictureAsync($"{stage.GetType().Name}-group");
    }

    [Fact]
    public async Task A_customer_who_asks_for_a_person_is_told_that_one_comes()
    {
        await using var page = await stage.OpenPageAsync();
        await page.ChooseAsync("李四");

        var answer = await page.AskAsync("转人工");

        answer.Text.ShouldBe("好的，正在为您转接人工客服，请稍候，同事会尽快回复您。");
    }

    [Fact]
    public async Task Markup_that_people_type_stays_text()
    {
        await using var page = await stage.OpenPageAsync();
        await page.AddChatAsync("<i>周女士</i>");

        var answer = await page.AskAsync(Markup);

        (await page.CustomerTextsAsync()).ShouldBe([Markup]);
        answer.Text.ShouldNotBeNullOrWhiteSpace();
        (await page.CountInsideAsync("img, script, i")).ShouldBe(0);
        (await page.TitleAsync()).ShouldNotBe("taken");
    }

    [Fact]
    public async Task Ctrl_C_stops_everything_and_a_second_start_goes_on_with_all_data()
    {
        const string Question = "安装费多少钱";
        var platform = await stage.PlatformAsync();
        string first;
        await using (var page = await stage.OpenPageAsync())
        {
            await page.AddChatAsync("冯先生");
            first = (await page.AskAsync(Question)).Text;
            await platform.HasCountedAllRowsAsync();
        }

        var code = await platform.StopAsync();
        var remains = platform.Remains();
        await platform.StartAsync();

        code.ShouldBe(130);
        remains.ShouldBeEmpty();
        await using var again = await stage.OpenPageAsync();
        await again.ChooseAsync("冯先生");
        (await again.CustomerTextsAsync()).ShouldBe([Question]);
        (await again.OwnTextsAsync()).ShouldBe([first]);
        await platform.HasCountedAllRowsAsync();
        var second = await again.AskAsync("7kW充电桩多少钱？");
        second.Text.ShouldContain(Price);
        (await again.OwnTextsAsync()).Count.ShouldBe(2);
        await platform.HasCountedAllRowsAsync();
    }
}
