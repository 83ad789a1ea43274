using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Message.Tests.Attachments;

namespace WeChatPlatform.Message.Tests.Service;

public sealed class AttachmentService : MessageService
{
    /// <summary>More than the edge lets through, so that the endpoint's own limit is what counts.</summary>
    public const int Most = 2_000_000;

    protected override IReadOnlyList<(string Key, string Value)> Settings =>
        [("Message:AttachmentKey", Convert.ToBase64String(new byte[32])), ("Message:AttachmentBytes", $"{Most}")];
}

/// <summary>Bytes of images and files: taken from agents, kept encrypted, given to console users.</summary>
public sealed class AttachmentTests(AttachmentService service) : IClassFixture<AttachmentService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Sizes => [Samples.Png.Length, 1_500_000, AttachmentService.Most];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_an_agent_hands_in_is_given_to_a_console_user_byte_by_byte(int size)
    {
        var agent = service.NewAgent();
        var message = await agent.SayAsync("[图片]");
        var content = PngOf(size);

        using var posted = await PostAsync(agent, message, content, "故障 照片.png");

        posted.StatusCode.ShouldBe(HttpStatusCode.Created);
        var stored = await posted.JsonAsync();
        var id = stored.GetProperty("id").GetGuid();
        posted.Headers.Location!.ToString().ShouldBe($"/api/v1/attachments/{id}");
        stored.GetProperty("media_type").GetString().ShouldBe("image/png");
        stored.GetProperty("size").GetInt32().ShouldBe(size);
        stored.GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        (await service.Host.Viewer.GetByteArrayAsync($"/api/v1/attachments/{id}", Ct)).ShouldBe(content);
    }

    [Fact]
    public async Task A_browser_saves_it_and_runs_nothing_in_it()
    {
        var id = await StoredAsync(Samples.Png, "故障 照片.png");

        using var answer = await service.Host.Viewer.GetAsync($"/api/v1/attachments/{id}", Ct);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("故障 照片.png");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("sandbox;");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task The_database_holds_none_of_it_in_the_clear()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("身份证号码在这里 ", 100)));
        var id = await StoredAsync(content, "证件.txt");

        var row = await QueryAsync(context => context.Attachments.SingleAsync(one => one.Id == id, Ct));

        row.Sealed.Length.ShouldBe(content.Length + 28);
        row.Sealed.AsSpan().IndexOf("身份证号码"u8).ShouldBe(-1);
    }

    [Fact]
    public async Task An_attachment_is_shown_with_its_message()
    {
        var agent = service.NewAgent();
        var message = await agent.SayAsync("[图片]");
        using var posted = await PostAsync(agent, message, Samples.Png, "a.png");

        var listed = await service.Host.Viewer.GetFromJsonAsync<JsonElement>($"/api/v1/messages/{message}/attachments", Ct);

        var item = listed.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        item.GetProperty("name").GetString().ShouldBe("a.png");
        (await agent.ConversationAsync()).Messages[0].Attachments
            .ShouldBe([new AttachmentView(item.GetProperty("id").GetGuid(), "a.png", "image/png", Samples.Png.Length)]);
    }

    [Fact]
    public async Task A_message_has_one_attachment_and_a_repeat_is_told_so()
    {
        var agent = service.NewAgent();
        var message = await agent.SayAsync("[图片]");
        using var first = await PostAsync(agent, message, Samples.Png, "a.png");

        using var again = await PostAsync(agent, message, Samples.Png, "a.png");

        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.TitleAsync()).ShouldBe("attachment_exists");
    }

    [Fact]
    public async Task Of_ten_uploads_side_by_side_one_is_kept()
    {
        var agent = service.NewAgent();
        var message = await agent.SayAsync("[图片]");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(agent, message, PngOf(200_000), "a.png")));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(9);
        (await QueryAsync(context => context.Attachments.CountAsync(one => one.MessageId == message, Ct))).ShouldBe(1);
        foreach (var answer in answers)
        {
            answer.Dispose();
        }
    }

    [Fact]
    public async Task An_agent_adds_nothing_to_the_message_of_another()
    {
        var message = await service.NewAgent().SayAsync("[图片]");

        using var answer = await PostAsync(service.NewAgent(), message, Samples.Png, "a.png");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.TitleAsync()).ShouldBe("message_not_found");
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        using var attachment = await service.Host.Viewer.GetAsync($"/api/v1/attachments/{Guid.CreateVersion7()}", Ct);
        using var message = await service.Host.Viewer.GetAsync($"/api/v1/messages/{Guid.CreateVersion7()}/attachments", Ct);

        (await attachment.TitleAsync()).ShouldBe("attachment_not_found");
        (await message.TitleAsync()).ShouldBe("message_not_found");
    }

    [Fact]
    public async Task An_agent_reads_no_attachment()
    {
        var id = await StoredAsync(Samples.Png, "a.png");

        using var answer = await service.NewAgent().Http.GetAsync($"/api/v1/attachments/{id}", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>", "photo.png", "image/png")]
    [InlineData("MZ\0\0\u0003program", "report.pdf", "application/pdf")]
    [InlineData("PK\u0003\u0004", "report.docx", null)]
    [InlineData("\u0089PNG", "photo.png", "image/png")]
    public async Task What_only_pretends_to_be_an_image_or_document_is_refused(string content, string name, string? header)
    {
        var agent = service.NewAgent();
        var message = await agent.SayAsync("[图片]");

        using var answer = await PostAsync(agent, message, Encoding.Latin1.GetBytes(content), name, header);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await answer.TitleAsync()).ShouldBe("attachment_type_refused");
        (await QueryAsync(context => context.Attachments.AnyAsync(one => one.MessageId == message, Ct))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("../../../etc/pass\0wd", "passwd.png")]
    [InlineData(@"C:\photos\a.html", "a.html.png")]
    [InlineData(null, "attachment.png")]
    public async Task A_name_is_kept_without_what_could_do_harm(string? given, string expected)
    {
        var id = await StoredAsync(Samples.Png, given);

        (await QueryAsync(context => context.Attachments.Where(one => one.Id == id).Select(one => one.Name).SingleAsync(Ct))).ShouldBe(expected);
    }

    [Fact]
    public async Task An_office_document_and_a_text_are_taken()
    {
        var document = await StoredAsync(Samples.Zip("[Content_Types].xml", "xl/workbook.xml"), "报价.xlsx");
        var text = await StoredAsync("型号,数量\n"u8.ToArray(), "run.bat");

        using var sheet = await service.Host.Viewer.GetAsync($"/api/v1/attachments/{document}", Ct);
        using var plain = await service.Host.Viewer.GetAsync($"/api/v1/attachments/{text}", Ct);

        sheet.Content.Headers.ContentType!.MediaType!.ShouldEndWith(".sheet");
        plain.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        plain.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("run.bat.txt");
    }

    [Fact]
    public async Task What_is_too_large_is_refused_before_it_is_read()
    {
        var agent = service.NewAgent();
        var message = await agent.SayAsync("[图片]");

        using var answer = await PostAsync(agent, message, PngOf(AttachmentService.Most + 1), "a.png");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.TitleAsync()).ShouldBe("attachment_too_large");
    }

    [Fact]
    public async Task Nothing_is_no_attachment()
    {
        var agent = service.NewAgent();

        using var answer = await PostAsync(agent, await agent.SayAsync("[图片]"), [], "a.png");

        (await answer.TitleAsync()).ShouldBe("attachment_empty");
    }

    [Fact]
    public async Task Who_does_not_say_how_much_comes_is_asked_to()
    {
        var agent = service.NewAgent();
        var message = await agent.SayAsync("[图片]");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/messages/{message}/attachments");
        request.Content = new ByteArrayContent(Samples.Png);
        request.Headers.TransferEncodingChunked = true;

        using var answer = await agent.Http.SendAsync(request, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.LengthRequired);
        (await answer.TitleAsync()).ShouldBe("length_required");
    }

    [Fact]
    public async Task A_changed_row_is_told_as_damaged_and_nothing_of_it_is_given()
    {
        var id = await StoredAsync(Samples.Png, "a.png");
        await QueryAsync(context => context.Database.ExecuteSqlAsync(
            $"update attachments set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where id = {id}", Ct));

        using var answer = await service.Host.Viewer.GetAsync($"/api/v1/attachments/{id}", Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.TitleAsync()).ShouldBe("attachment_damaged");
    }

    [Fact]
    public async Task Bytes_that_were_put_under_another_id_are_not_given()
    {
        var first = await StoredAsync(Samples.Png, "a.png");
        var second = await StoredAsync("秘密"u8.ToArray(), "b.txt");
        await QueryAsync(context => context.Database.ExecuteSqlAsync(
            $"update attachments set sealed = (select sealed from attachments where id = {second}) where id = {first}", Ct));

        using var answer = await service.Host.Viewer.GetAsync($"/api/v1/attachments/{first}", Ct);

        (await answer.TitleAsync()).ShouldBe("attachment_damaged");
    }

    private static byte[] PngOf(int size)
    {
        var content = new byte[size];
        Random.Shared.NextBytes(content);
        Samples.Png.CopyTo(content, 0);
        return content;
    }

    private static Task<HttpResponseMessage> PostAsync(AgentClient agent, Guid message, byte[] content, string? name, string? mediaType = null)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = mediaType is null ? null : new MediaTypeHeaderValue(mediaType);
        var query = name is null ? "" : $"?name={Uri.EscapeDataString(name)}";
        return agent.Http.PostAsync($"/api/v1/messages/{message}/attachments{query}", body, Ct);
    }

    private async Task<Guid> StoredAsync(byte[] content, string? name)
    {
        var agent = service.NewAgent();
        using var answer = await PostAsync(agent, await agent.SayAsync("[图片]"), content, name);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await answer.JsonAsync()).GetProperty("id").GetGuid();
    }

    private async Task<T> QueryAsync<T>(Func<MessageDbContext, Task<T>> query)
    {
        await using var scope = service.Host.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<MessageDbContext>());
    }
}
