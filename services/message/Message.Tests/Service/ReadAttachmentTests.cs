using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MassTransit;
using WeChatPlatform.Contracts;
using WeChatPlatform.Edge;
using WeChatPlatform.Message.Tests.Attachments;

namespace WeChatPlatform.Message.Tests.Service;

public class ReadingService : MessageService
{
    protected override IReadOnlyList<(string Key, string Value)> Settings =>
    [
        ("Message:AttachmentKey", Convert.ToBase64String(new byte[32])), ("Message:ReadingSeconds", "120"),
    ];
}

/// <summary>A turn waits a while for what its images and voice messages say, and answers with it.</summary>
public sealed class ReadAttachmentTests : IClassFixture<ReadingService>
{
    private static readonly byte[] Wav = [.. "RIFF"u8, 4, 0, 0, 0, .. "WAVEfmt "u8];

    private readonly ReadingService service;

    public ReadAttachmentTests(ReadingService service)
    {
        this.service = service;
        service.Desk.Unscripted();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_stands_in_an_image_is_searched_for_and_answered()
    {
        var agent = service.NewAgent();
        service.Desk.Reading = ask => Desk.Reads(ask, "故障代码：E03 通信故障");

        var id = await GiveAsync(agent, "image", Samples.Png);

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count == 1);
        conversation.Only.Action.ShouldBe("reply");
        conversation.Messages[0].Reading.ShouldBe(new ReadingView("故障代码：E03 通信故障", "tesseract", null));
        Asked<RetrieveKnowledge>(conversation).Question.ShouldBe("[图片中的内容] 故障代码：E03 通信故障");
        Asked<GenerateReply>(conversation).Question.ShouldBe("[图片中的内容] 故障代码：E03 通信故障");
        service.Desk.Asked<ReadAttachment>().Single(ask => ask.MessageId == id).ShouldSatisfyAllConditions(
            ask => ask.MediaType.ShouldBe("image/png"), ask => ask.Size.ShouldBe(Samples.Png.Length), ask => ask.AgentId.ShouldBe(agent.Id));
    }

    [Fact]
    public async Task What_was_said_in_a_voice_message_are_the_customers_own_words()
    {
        var agent = service.NewAgent();
        service.Desk.Reading = ask => Desk.Reads(ask, "帮我转人工");

        await GiveAsync(agent, "voice", Wav);

        (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only.ShouldSatisfyAllConditions(
            d => d.Action.ShouldBe("handoff"), d => d.Reason.ShouldBe("hand_off_word"));
    }

    [Fact]
    public async Task A_word_in_an_image_asks_for_nobody()
    {
        var agent = service.NewAgent();
        service.Desk.Reading = ask => Desk.Reads(ask, "页面截图 [人工客服] 按钮");

        await GiveAsync(agent, "image", Samples.Png);

        (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only.Action.ShouldBe("reply");
    }

    [Fact]
    public async Task What_nobody_can_read_is_answered_by_a_question_at_once()
    {
        var agent = service.NewAgent();
        service.Desk.Reading = ask => Desk.Reads(ask, null);

        await GiveAsync(agent, "image", Samples.Png);

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count == 1);
        conversation.Only.ShouldSatisfyAllConditions(d => d.Action.ShouldBe("clarify"), d => d.Reason.ShouldBe("unreadable_kind"));
        conversation.Messages[0].Reading.ShouldBe(new ReadingView(null, "tesseract", "no_text"));
    }

    [Fact]
    public async Task A_turn_waits_for_all_its_images_and_answers_with_what_could_be_read()
    {
        await using var slow = await MessageService.StartAsync(
            ("Message:AttachmentKey", Convert.ToBase64String(new byte[32])), ("Message:MergeWindowMilliseconds", "1500"));
        slow.Desk.Reading = ask => Desk.Reads(ask, ask.Size == Samples.Png.Length ? "E03" : null);
        var agent = slow.NewAgent();
        var (first, second) = (await PostAsync(agent, "image"), await PostAsync(agent, "image"));
        await agent.SayAsync("屏幕上写的什么意思");
        await UploadAsync(agent, first, Samples.Png);
        await agent.ConversationAsync(seen => seen.Messages.Any(m => m.Reading is not null));
        await TurnIsAsync(slow, (await slow.AskedAsync<ReadAttachment>(ask => ask.MessageId == first)).TurnId, "Reading");

        await UploadAsync(agent, second, [.. Samples.Png, 0]);

        var conversation = await agent.ConversationAsync(seen => seen.Decisions.Count == 1);
        slow.Desk.Asked<GenerateReply>().Single(ask => ask.ConversationId == conversation.Conversation.Id).Question
            .ShouldBe("[图片中的内容] E03\n屏幕上写的什么意思\n（客户还发来了图片，其中的内容看不到。）");
    }

    [Fact]
    public async Task Bytes_that_never_come_are_waited_for_only_a_while_and_what_comes_later_is_kept_as_history()
    {
        await using var patient = await MessageService.StartAsync(
            ("Message:AttachmentKey", Convert.ToBase64String(new byte[32])), ("Message:ReadingSeconds", "1"));
        patient.Desk.Reading = ask => Desk.Reads(ask, "太晚了");
        var agent = patient.NewAgent();

        // Claimed by the request, so that the next message answers something new.
        await agent.AskAsync(Message(agent, "image", "张三"));

        var answered = await agent.ConversationAsync();
        answered.Only.Reason.ShouldBe("unreadable_kind");
        var id = answered.Messages[0].Id;
        patient.Host.Log.ShouldContain(line => line.EventId == 2060);
        await UploadAsync(agent, id, Samples.Png);
        await patient.Host.Services.GetRequiredService<IBus>().Publish(
            new AttachmentRead(Guid.CreateVersion7(), id, Guid.CreateVersion7(), "read", "太晚了", "tesseract", null, DateTimeOffset.UnixEpoch), Ct);
        await agent.ConversationAsync(seen => seen.Messages[^1].Reading is not null);

        await agent.AskAsync("保修多久");
        var conversation = await agent.ConversationAsync();
        patient.Desk.Asked<GenerateReply>().Single(ask => ask.ConversationId == conversation.Conversation.Id).History[0]
            .ShouldBe(new ChatLine("customer", "[图片中的内容] 太晚了"));
    }

    [Fact]
    public async Task A_reading_that_is_told_twice_is_kept_once()
    {
        var agent = service.NewAgent();
        service.Desk.Reading = ask => Desk.Reads(ask, "第一次");
        var id = await GiveAsync(agent, "image", Samples.Png);
        await agent.ConversationAsync(seen => seen.Decisions.Count == 1);

        var told = new AttachmentRead(Guid.CreateVersion7(), id, Guid.CreateVersion7(), "read", "第二次", "vision", null, DateTimeOffset.UnixEpoch);
        await service.Host.Services.GetRequiredService<IBus>().Publish(told, Ct);
        var other = await GiveAsync(agent, "image", [.. Samples.Png, 1], "李四");
        await agent.ConversationAsync(seen => seen.Decisions.Count == 1, "李四");

        (await agent.ConversationAsync()).Messages[0].Reading!.Text.ShouldBe("第一次");
        other.ShouldNotBe(id);
    }

    [Fact]
    public async Task Without_a_key_there_is_nothing_to_wait_for()
    {
        await using var keyless = await MessageService.StartAsync(("Message:ReadingSeconds", "300"));
        var agent = keyless.NewAgent();
        var message = Message(agent, "image", "张三");

        (await agent.AskAsync(message)).Action.ShouldBe("reply");

        (await agent.ConversationAsync()).Only.Reason.ShouldBe("unreadable_kind");
    }

    [Fact]
    public async Task Another_service_is_given_the_bytes_and_a_console_user_or_agent_is_not_by_that_way()
    {
        var agent = service.NewAgent();
        service.Desk.Reading = ask => Desk.Reads(ask, null);
        var id = await GiveAsync(agent, "image", Samples.Png);
        var ask = await service.AskedAsync<ReadAttachment>(one => one.MessageId == id);
        var path = $"/api/v1/attachments/{ask.AttachmentId}/content";

        (await service.Host.As(Caller.Service("ai")).GetByteArrayAsync(path, Ct)).ShouldBe(Samples.Png);
        using var user = await service.Host.Admin.GetAsync(path, Ct);
        using var other = await agent.Http.GetAsync(path, Ct);
        (user.StatusCode, other.StatusCode).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
    }

    [Fact]
    public async Task A_document_is_kept_and_not_read()
    {
        var agent = service.NewAgent();

        var id = await GiveAsync(agent, "file", "型号,数量\n"u8.ToArray());

        (await agent.ConversationAsync(seen => seen.Decisions.Count == 1)).Only.Reason.ShouldBe("unreadable_kind");
        service.Desk.Asked<ReadAttachment>().ShouldNotContain(ask => ask.MessageId == id);
    }

    private static Dictionary<string, object?> Message(AgentClient agent, string kind, string chat)
    {
        var message = agent.Message("", chat);
        message["type"] = kind;
        message["attachment"] = true;
        return message;
    }

    private static Task<Guid> PostAsync(AgentClient agent, string kind, string chat = "张三") => agent.GiveAsync(Message(agent, kind, chat));

    private static async Task UploadAsync(AgentClient agent, Guid messageId, byte[] content)
    {
        using var answer = await agent.Http.PostAsync($"/api/v1/messages/{messageId}/attachments", new ByteArrayContent(content), Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<Guid> GiveAsync(AgentClient agent, string kind, byte[] content, string chat = "张三")
    {
        var id = await PostAsync(agent, kind, chat);
        await UploadAsync(agent, id, content);
        return id;
    }

    private static Task TurnIsAsync(MessageService at, Guid turnId, string state) => Testing.Eventually.Holds($"the turn is {state}", async () =>
    {
        await using var scope = at.Host.Services.CreateAsyncScope();
        var turn = await scope.ServiceProvider.GetRequiredService<MessageDbContext>().Turns.FindAsync([turnId], Ct);
        return turn!.CurrentState == state;
    });

    private T Asked<T>(ConversationView conversation)
        where T : class => service.Desk.Asked<T>().Last(ask => conversation.Conversation.Id == ask switch
        {
            RetrieveKnowledge one => one.ConversationId,
            GenerateReply one => one.ConversationId,
            _ => Guid.Empty,
        });
}
