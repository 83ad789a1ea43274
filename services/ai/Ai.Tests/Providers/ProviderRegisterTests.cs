using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using WeChatPlatform.Ai.Providers;
using WeChatPlatform.Llm;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Ai.Tests.Providers;

/// <summary>The register over HTTP and PostgreSQL.</summary>
public sealed class ProviderRegisterTests(AiService service) : IClassFixture<AiService>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_provider_is_used_with_its_key_once_an_administrator_has_agreed()
    {
        var id = AiService.NewId();
        var created = await service.CreateAsync(id);
        created.GetProperty("state").GetString().ShouldBe("consent_missing");
        (await service.UsedAsync(id)).ShouldBeNull();

        var agreed = await service.AgreeAsync(id);

        agreed.GetProperty("notice").GetString().ShouldNotBeNull().ShouldContain("某公司");
        (await service.SeenAsync(id)).GetProperty("consented_by").GetString().ShouldBe("admin");
        var used = (await service.UsedAsync(id)).ShouldNotBeNull();
        (used.ApiKey, used.MasksPersonalData, used.Receiver.Region).ShouldBe((AiService.KeyOf(id), true, TextRegion.Abroad));
    }

    [Fact]
    public async Task A_key_goes_in_and_never_comes_out()
    {
        var id = AiService.NewId();
        var created = await service.CreateAsync(id);
        await service.AgreeAsync(id);

        created.GetProperty("api_key").GetString().ShouldBe("****6789");
        var told = string.Join(
            '\n', await service.Host.Admin.GetStringAsync("/api/v1/ai/providers", Ct), await service.Host.Admin.GetStringAsync("/api/v1/ai/receivers", Ct),
            await service.RowAsync(id), string.Join('\n', service.Host.Log.Select(line => line.ToString())));
        told.ShouldNotContain("made-up");
    }

    [Fact]
    public async Task A_mask_that_comes_back_keeps_the_key_and_another_server_does_not_get_it()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);
        await service.AgreeAsync(id);

        using var renamed = await service.PutAsync(id, ("api_key", "****6789"), ("model", "m-2"), ("revision", 2));
        renamed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var used = (await service.UsedAsync(id)).ShouldNotBeNull();
        (used.Model, used.ApiKey).ShouldBe(("m-2", AiService.KeyOf(id)));

        foreach (var key in new[] { "****6789", null })
        {
            using var moved = await service.PutAsync(id, ("api_key", key), ("base_url", "https://elsewhere.example.com"), ("revision", 3));
            (moved.StatusCode, await TitleAsync(moved)).ShouldBe((HttpStatusCode.UnprocessableEntity, "key_needed"));
        }

        (await service.SeenAsync(id)).GetProperty("base_url").GetString().ShouldBe("https://model.example.com/v1");
    }

    [Fact]
    public async Task Another_server_with_a_new_key_needs_a_new_consent()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);
        await service.AgreeAsync(id);

        using var moved = await service.PutAsync(
            id, ("api_key", "sk-another-0123456789"), ("base_url", "https://elsewhere.example.com"), ("revision", 2));

        moved.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.SeenAsync(id)).GetProperty("state").GetString().ShouldBe("consent_missing");
        (await service.UsedAsync(id)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_those_who_change_or_agree_at_the_same_time_one_is_first_and_the_others_read_again()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(place => place % 2 == 0
            ? service.PutAsync(id, ("api_key", null), ("priority", place), ("revision", 1))
            : service.Host.Admin.PostAsJsonAsync($"/api/v1/ai/providers/{id}/consent", new { revision = 1 }, Ct)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        foreach (var late in answers.Where(answer => answer.StatusCode != HttpStatusCode.OK))
        {
            (late.StatusCode, await TitleAsync(late)).ShouldBe((HttpStatusCode.Conflict, "stale_version"));
        }

        (await service.SeenAsync(id)).GetProperty("revision").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Every_replica_hears_of_a_change()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);
        await service.AgreeAsync(id);
        (await service.UsedAsync(id)).ShouldNotBeNull();

        await service.ChangeAsync($"update providers set is_enabled = false, revision = revision + 1 where id = {id}");
        await service.Host.PublishAsync(new ProvidersChanged(id, DateTimeOffset.UnixEpoch));

        await Eventually.Holds("the provider is not used any more", async () => await service.UsedAsync(id) is null);
        service.Host.Published<ProvidersChanged>().ShouldContain(told => told.ProviderId == id);
    }

    [Fact]
    public async Task A_row_that_a_hand_in_the_database_sent_elsewhere_does_not_take_its_key_there()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);
        await service.AgreeAsync(id);

        await service.ChangeAsync($"update providers set base_url = 'https://thief.example.com', consent_scope = 'https://thief.example.com | a company | Abroad | masked' where id = {id}");

        (await service.SeenAsync(id)).GetProperty("state").GetString().ShouldBe("key_unreadable");
        using var ping = await service.Host.Admin.PostAsJsonAsync($"/api/v1/ai/providers/{id}/ping", new { }, Ct);
        (ping.StatusCode, await TitleAsync(ping)).ShouldBe((HttpStatusCode.Conflict, "key_unreadable"));
        service.Ping.Asked.ShouldNotContain(asked => asked.Id == id);
    }

    [Fact]
    public async Task A_connection_is_tried_before_anybody_agreed()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);

        using var answer = await service.Host.Admin.PostAsJsonAsync($"/api/v1/ai/providers/{id}/ping", new { }, Ct);

        var verdict = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        (verdict.GetProperty("ok").GetBoolean(), verdict.GetProperty("verdict").GetString()).ShouldBe((false, "key_wrong"));
        service.Ping.Asked.Single(asked => asked.Id == id).ApiKey.ShouldBe(AiService.KeyOf(id));
        var calls = await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/ai/calls?limit=200", Ct);
        calls.GetProperty("items").EnumerateArray().Single(call => call.GetProperty("provider").GetString() == id)
            .GetProperty("purpose").GetString().ShouldBe("ping");
    }

    [Fact]
    public async Task A_row_hides_the_provider_of_the_settings_that_has_its_id()
    {
        (await service.SeenAsync("custom")).GetProperty("source").GetString().ShouldBe("configuration");
        (await service.UsedAsync("custom")).ShouldNotBeNull().Model.ShouldBe("of-settings");

        await service.CreateAsync("custom", ("enabled", false));

        (await service.UsedAsync("custom")).ShouldBeNull();
        (await service.Host.Admin.DeleteAsync("/api/v1/ai/providers/custom", Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await service.UsedAsync("custom")).ShouldNotBeNull().Model.ShouldBe("of-settings");
    }

    [Fact]
    public async Task The_receivers_are_listed_and_exported()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);
        await service.AgreeAsync(id);

        var listed = (await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/ai/receivers", Ct))
            .GetProperty("items").EnumerateArray().Single(one => one.GetProperty("provider").GetString() == id);
        using var file = await service.Host.Viewer.GetAsync("/api/v1/ai/receivers?format=csv", Ct);

        (listed.GetProperty("zh").GetString(), listed.GetProperty("region").GetString(), listed.GetProperty("receives_texts").GetBoolean())
            .ShouldBe(("某公司", "abroad", true));
        file.Content.Headers.ContentType?.MediaType.ShouldBe("text/csv");
        (await file.Content.ReadAsStringAsync(Ct)).ShouldContain($"{id},register,yes,ready,某公司,a company,abroad,https://model.example.com,m-1,yes,");
    }

    [Fact]
    public async Task What_is_wrong_with_a_provider_is_told_at_once_and_without_its_key()
    {
        using var answer = await service.Host.Admin.PostAsJsonAsync(
            "/api/v1/ai/providers",
            AiService.Body("Not An Id", ("base_url", "http://api.example.com"), ("model", ""), ("api_key", "sk made up"), ("priority", -1)),
            Ct);

        (answer.StatusCode, await TitleAsync(answer)).ShouldBe((HttpStatusCode.BadRequest, "invalid_provider"));
        var said = await answer.Content.ReadAsStringAsync(Ct);
        said.ShouldSatisfyAllConditions(
            () => said.ShouldContain("id "), () => said.ShouldContain("https"), () => said.ShouldContain("model"),
            () => said.ShouldContain("api_key"), () => said.ShouldContain("priority"), () => said.ShouldNotContain("made up"));
    }

    [Fact]
    public async Task A_second_provider_of_one_id_and_one_that_is_not_there_are_told()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);

        using var again = await service.Host.Admin.PostAsJsonAsync("/api/v1/ai/providers", AiService.Body(id), Ct);
        using var nobody = await service.PutAsync("nobody", ("revision", 1));

        (again.StatusCode, await TitleAsync(again)).ShouldBe((HttpStatusCode.Conflict, "provider_exists"));
        (nobody.StatusCode, await TitleAsync(nobody)).ShouldBe((HttpStatusCode.NotFound, "provider_not_found"));
    }

    [Fact]
    public async Task Without_a_secret_no_key_is_stored_and_with_another_one_keys_stay_until_it_is_forgotten()
    {
        var id = AiService.NewId();
        await service.CreateAsync(id);
        await service.AgreeAsync(id);

        await using (var changed = await service.AnotherAsync(
            ("Ai:KeyEncryptionKey", Convert.ToBase64String(new byte[32])), ("Ai:EarlierKeyEncryptionKey", AiService.Secret)))
        {
            (await service.UsedAsync(id, changed)).ShouldNotBeNull().ApiKey.ShouldBe(AiService.KeyOf(id));
        }

        await using var forgotten = await service.AnotherAsync();
        (await service.UsedAsync(id, forgotten)).ShouldBeNull();
        (await service.SeenAsync(id, forgotten)).GetProperty("state").GetString().ShouldBe("key_unreadable");
        using var refused = await forgotten.Admin.PostAsJsonAsync("/api/v1/ai/providers", AiService.Body(AiService.NewId()), Ct);
        (refused.StatusCode, await TitleAsync(refused)).ShouldBe((HttpStatusCode.ServiceUnavailable, "keys_off"));
        using var keyless = await forgotten.Admin.PostAsJsonAsync(
            "/api/v1/ai/providers", AiService.Body(AiService.NewId(), ("base_url", "http://localhost:11434/v1"), ("api_key", null)), Ct);
        keyless.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_provider_that_is_asked_first_is_told()
    {
        var first = await service.Host.Viewer.GetFromJsonAsync<JsonElement>("/api/v1/ai/provider", Ct);

        first.GetProperty("notice").GetString().ShouldNotBeNull().ShouldContain("127.0.0.1");
    }

    private static async Task<string?> TitleAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("title").GetString();
}
