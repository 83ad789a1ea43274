using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using WeChatPlatform.Persistence;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Rag.Tests;

public sealed class KnowledgeMigrationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_in_force_before_versions_were_kept_is_in_force_afterwards_under_the_same_ids()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(Ct);
        var pair = Guid.CreateVersion7();
        await using (var context = Context(databases))
        {
            await context.GetService<IMigrator>().MigrateAsync("Initial", Ct);
            await context.Database.ExecuteSqlAsync(
                $$"""
                insert into documents (id, origin, name, kind, content_hash, entries, published_at) values
                    ('01900000-0000-7000-8000-00000000000a', 'upload', 'faq.jsonl', 'faq', 'a', 1, now()),
                    ('01900000-0000-7000-8000-00000000000b', 'upload', '安装.md', 'document', 'b', 1, now());
                insert into documents (id, origin, name, kind, content_hash, entries, published_at, retired_at) values
                    ('01900000-0000-7000-8000-00000000000c', 'upload', '旧.md', 'document', 'c', 1, now(), now());
                insert into faq_entries (id, document_id, ordinal, question, "similar", answer) values
                    ({{pair}}, '01900000-0000-7000-8000-00000000000a', 0, '充电桩保修多久', '{质保几年}', '整机保修两年。');
                insert into chunks (id, document_id, ordinal, section, text) values
                    (gen_random_uuid(), '01900000-0000-7000-8000-00000000000b', 0, '安装 / 墙体', '墙体须为实心砖墙。'),
                    (gen_random_uuid(), '01900000-0000-7000-8000-00000000000c', 0, '旧政策', '旧的退货政策已经作废。');
                insert into releases (number, entries, at) values (1, 1, now()), (2, 2, now());
                """,
                Ct);
        }

        await using var service = await TestHost.StartAsync(new RagModule(), databases);

        (await service.SearchAsync("质保几年"))[0].ShouldSatisfyAllConditions(
            hit => hit.Id.ShouldBe(pair.ToString()), hit => hit.Text.ShouldBe("整机保修两年。"), hit => hit.Source.ShouldBe("faq.jsonl"));
        (await service.SearchAsync("墙体要求"))[0].Text.ShouldBe("墙体须为实心砖墙。");
        (await service.SearchAsync("旧的退货政策")).ShouldBeEmpty();
        (await service.GetAsync("releases")).GetProperty("current").GetInt64().ShouldBe(2);
        (await service.PostAsync("releases/1/restore")).Body.GetProperty("title").GetString().ShouldBe("release_not_kept");
        await service.ImportAsync("faq.jsonl", Knowledge.Warranty.Replace("两年", "三年", StringComparison.Ordinal));
        (await service.SearchAsync("质保几年")).Select(hit => hit.Text).ShouldBe(["整机保修三年。"], Case.Sensitive);
    }

    private static RagDbContext Context(TestDatabases databases)
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(databases.ConnectionString) { Database = databases.Prefix + "rag" };
        var options = new DbContextOptionsBuilder<RagDbContext>();
        options.UseModuleNpgsql(connection.ConnectionString);
        return new RagDbContext(options.Options);
    }
}
