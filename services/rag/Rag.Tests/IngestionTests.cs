using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class IngestionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_that_cannot_be_read_says_why_and_stops_nothing_else()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        var broken = await service.UploadAsync("table.csv", [0x00, 0x01, 0xFF, 0xFE, 0x80]);
        var good = await service.UploadAsync("faq.jsonl", Knowledge.Warranty);

        broken.GetProperty("state").GetString().ShouldBe("failed");
        broken.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        broken.GetProperty("message").GetString()!.ShouldContain(" / ");
        good.GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task What_is_not_read_says_what_to_do_about_it()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases, ("Rag:Reading:PdfToText", "/no/such/program"));

        var text = await service.UploadAsync("说明.rtf", @"{\rtf1\ansi a}");
        var pdf = await service.UploadAsync("说明.pdf", "%PDF-1.4 nothing more");

        text.GetProperty("code").GetString().ShouldBe("unsupported_format");
        text.GetProperty("message").GetString()!.ShouldContain("rtf，请另存为 docx");
        pdf.GetProperty("code").GetString().ShouldBe("program_missing");
        pdf.GetProperty("message").GetString()!.ShouldContain("apt-get install poppler-utils");
    }

    [Fact]
    public async Task A_page_with_a_table_becomes_pieces_that_say_their_columns_and_personal_data_stays_out()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        var job = await service.UploadAsync(
            "规格.html",
            "<h1>规格</h1><p>王工的手机是13800138000。</p><table><tr><th>型号</th><th>功率</th></tr><tr><td>AC7</td><td>7kW</td></tr></table>");
        await service.PublishAsync();

        job.GetProperty("state").GetString().ShouldBe("done");
        job.GetProperty("redactions").GetInt32().ShouldBe(1);
        var texts = (await service.ChunksAsync(job.GetProperty("document_id").GetGuid())).Select(chunk => chunk.GetProperty("text").GetString()!).ToList();
        texts.ShouldContain(text => text.Contains("型号：AC7", StringComparison.Ordinal));
        texts.ShouldAllBe(text => !text.Contains("13800138000", StringComparison.Ordinal));
        (await service.SearchAsync("AC7的功率是多少"))[0].Text.ShouldContain("7kW");
    }

    [Fact]
    public async Task A_job_whose_replica_died_is_done_by_the_next_one()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        var id = Guid.CreateVersion7();
        await using (var before = await TestHost.StartAsync(new RagModule(), databases, ("Rag:JobsAtOnce", "0")))
        {
            await using var scope = before.Services.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
            context.Add(Job(id));
            context.Add(new IngestionContent { JobId = id, Bytes = System.Text.Encoding.UTF8.GetBytes(Knowledge.Warranty) });
            await context.SaveChangesAsync(Ct);
        }

        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var job = await service.JobAsync(id);

        job.GetProperty("state").GetString().ShouldBe("done");
        job.GetProperty("attempts").GetInt32().ShouldBe(2);
        await using var after = service.Services.CreateAsyncScope();
        (await after.ServiceProvider.GetRequiredService<RagDbContext>().JobContents.CountAsync(Ct)).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_whose_every_replica_died_has_failed_and_is_not_begun_once_more()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases);
        var id = Guid.CreateVersion7();
        await using (var scope = service.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<RagDbContext>();
            context.Add(Job(id, attempts: 3));
            context.Add(new IngestionContent { JobId = id, Bytes = System.Text.Encoding.UTF8.GetBytes(Knowledge.Warranty) });
            await context.SaveChangesAsync(Ct);
        }

        service.Services.GetRequiredService<IngestionSignals>().Wake();
        var job = await service.JobAsync(id);

        (job.GetProperty("state").GetString(), job.GetProperty("code").GetString(), job.GetProperty("attempts").GetInt32()).ShouldBe(("failed", "not_finished", 3));
        (await service.GetAsync("draft")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_queued_job_can_be_cancelled_and_a_failed_one_tried_again()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        await using var service = await TestHost.StartAsync(new RagModule(), databases, ("Rag:JobsAtOnce", "0"));
        using var content = new StringContent(Knowledge.Warranty);
        using var queued = await service.Operator.PostAsync("/api/v1/knowledge/documents?name=faq.jsonl", content, Ct);
        queued.IsSuccessStatusCode.ShouldBeTrue();
        var id = (await service.GetAsync("jobs")).GetProperty("items")[0].GetProperty("id").GetGuid();

        var (status, job) = await service.PostAsync($"jobs/{id}/cancel");
        var (retried, problem) = await service.PostAsync($"jobs/{id}/retry");

        status.ShouldBe(200);
        job.GetProperty("state").GetString().ShouldBe("cancelled");
        retried.ShouldBe(409);
        problem.GetProperty("title").GetString().ShouldBe("job_not_failed");
    }

    private static IngestionJob Job(Guid id, int attempts = 1) => new()
    {
        Id = id,
        Origin = KnowledgeDocument.FromUpload,
        Name = "faq.jsonl",
        CollectionId = KnowledgeCollection.Default,
        State = IngestionJob.Running,
        Step = "cut",
        Attempts = attempts,
        CreatedBy = "admin",
        LeaseUntil = DateTimeOffset.UnixEpoch,
    };
}
