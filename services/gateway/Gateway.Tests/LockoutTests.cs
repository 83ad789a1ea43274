using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WeChatPlatform.Edge;
using WeChatPlatform.Gateway.Login;
using WeChatPlatform.Testing;

namespace WeChatPlatform.Gateway.Tests;

public sealed class LockoutTests
{
    private const string Office = "192.0.2.1";
    private const string Elsewhere = "198.51.100.1";
    private static readonly Caller Admin = Caller.User("admin", Policies.Admin);
    private static readonly object Wrong = new { username = "admin", password = "wrong" };

    private static readonly (string, string)[] BehindAProxy =
        [("Edge:TrustedProxies:0", "127.0.0.1"), ("Gateway:LoginsPerMinute", "1000")];

    [Fact]
    public async Task After_five_wrong_passwords_even_the_right_one_waits_and_the_answer_says_how_long()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        await FailAsync(gateway, 5);

        var answer = await gateway.LogInAsync(Right(gateway));

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        var problem = await answer.JsonAsync();
        problem.GetProperty("title").GetString().ShouldBe("login_locked");
        problem.GetProperty("detail").GetString()!.ShouldStartWith("登录失败次数过多");
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_answered_like_one_that_does()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases, null, ("Gateway:Lockout:FirstSeconds", "600"));
        List<string> known = [];
        List<string> unknown = [];

        for (var i = 0; i < 7; i++)
        {
            known.Add(await SeenAsync(await gateway.LogInAsync(Wrong)));
            unknown.Add(await SeenAsync(await gateway.LogInAsync(new { username = "nobody", password = "wrong" })));
        }

        unknown.ShouldBe(known);
        known.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Replicas_count_together_and_a_restart_forgets_nothing()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        var first = await GatewayUnderTest.StartAsync(databases);
        await using var second = await GatewayUnderTest.StartAsync(databases);
        var right = Right(first);
        await FailAsync(first, 3);
        await first.DisposeAsync();

        await FailAsync(second, 2);

        (await second.LogInAsync(right)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Guesses_at_the_same_moment_are_all_counted()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.LogInAsync(Wrong)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(5);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ShouldBe(15);
    }

    [Fact]
    public async Task Right_logins_leave_no_count_behind()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        for (var i = 0; i < 8; i++)
        {
            (await gateway.LogInAsync(Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        (await CountsAsync(gateway)).ShouldAllBe(row => row.Failures == 0);
    }

    [Fact]
    public async Task A_stranger_elsewhere_does_not_lock_the_administrator_out()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases, null, BehindAProxy);
        await FailAsync(gateway, 6, Elsewhere);

        (await gateway.LogInFromAsync(Elsewhere, Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await gateway.LogInFromAsync(Office, Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_address_that_tries_many_names_waits_for_all_of_them()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, [.. BehindAProxy, ("Gateway:Lockout:FailuresPerAddress", "4")]);
        foreach (var name in (string[])["a", "b", "c", "d"])
        {
            await gateway.LogInFromAsync(Elsewhere, new { username = name, password = "wrong" });
        }

        (await gateway.LogInFromAsync(Elsewhere, Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await gateway.LogInFromAsync(Office, Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_that_is_tried_from_everywhere_opens_only_where_it_is_known()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(
            databases, null, [.. BehindAProxy, ("Gateway:Lockout:FailuresPerAccount", "4")]);
        await gateway.LogInFromAsync(Office, Right(gateway));
        for (var host = 1; host <= 4; host++)
        {
            await FailAsync(gateway, 1, $"203.0.113.{host}");
        }

        (await gateway.LogInFromAsync(Elsewhere, Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await gateway.LogInFromAsync(Office, Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrator_sees_who_waits_and_lets_them_in()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        await FailAsync(gateway, 5);
        var item = (await LockoutsAsync(gateway)).ShouldHaveSingleItem();

        var unlocked = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/unlock", Admin, new { username = "admin" });

        (item.GetProperty("kind").GetString(), item.GetProperty("name").GetString(), item.GetProperty("address").GetString())
            .ShouldBe(("user", "admin", "127.0.0.1"));
        unlocked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LockoutsAsync(gateway)).ShouldBeEmpty();
        (await gateway.LogInAsync(Right(gateway))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whom_to_unlock_is_one_name_or_one_address()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);

        foreach (var body in (object[])[new { }, new { username = "admin", address = Office }])
        {
            var answer = await gateway.SendAsync(HttpMethod.Post, "/api/v1/auth/unlock", Admin, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Theory]
    [InlineData(0, 1, "unlock", "user", "admin")]
    [InlineData(0, 1, "unlock", "all")]
    [InlineData(0, 0, "unlock", "agent", "admin")]
    [InlineData(2, 0, "unlock")]
    public async Task Who_runs_the_machine_lets_an_account_in(int exitCode, int opened, params string[] words)
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        await FailAsync(gateway, 5);
        var command = gateway.Services.GetServices<Hosting.IHostCommand>().Single(one => one.Verb == words[0]);

        var exit = await command.RunAsync(words[1..], gateway.Services, GatewayUnderTest.Ct);

        exit.ShouldBe(exitCode);
        (await gateway.LogInAsync(Right(gateway))).StatusCode
            .ShouldBe(opened == 1 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task After_the_wait_one_try_is_free_and_a_wrong_one_doubles_the_wait()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        await using var scope = gateway.Services.CreateAsyncScope();
        var clock = new FakeClock();
        var lockout = new Lockout(
            scope.ServiceProvider.GetRequiredService<GatewayDbContext>(), Options.Create(new GatewayOptions()), clock);
        for (var i = 0; i < 5; i++)
        {
            (await lockout.AttemptAsync("a", Office, GatewayUnderTest.Ct)).ShouldBeNull();
        }

        (await lockout.AttemptAsync("a", Office, GatewayUnderTest.Ct)).ShouldBe(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(30));
        (await lockout.AttemptAsync("a", Office, GatewayUnderTest.Ct)).ShouldBeNull();
        (await lockout.AttemptAsync("a", Office, GatewayUnderTest.Ct)).ShouldBe(TimeSpan.FromSeconds(60));

        await lockout.SucceededAsync("a", Office, GatewayUnderTest.Ct);

        (await lockout.AttemptAsync("a", Office, GatewayUnderTest.Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Counts_that_hold_nobody_up_are_deleted_and_no_name_is_ever_kept()
    {
        await using var databases = await TestServers.CreateDatabasePrefixAsync(GatewayUnderTest.Ct);
        await using var gateway = await GatewayUnderTest.StartAsync(databases);
        await FailAsync(gateway, 1);
        (await CountsAsync(gateway)).ShouldAllBe(row => !row.Account.Contains("admin"));
        var later = new FakeClock(TimeProvider.System.GetUtcNow().AddMinutes(61));
        using var forget = ActivatorUtilities.CreateInstance<ForgetAttempts>(gateway.Services, (TimeProvider)later);

        (await forget.ForgetAsync(GatewayUnderTest.Ct)).ShouldBe(3);

        (await CountsAsync(gateway)).ShouldBeEmpty();
    }

    private static object Right(GatewayUnderTest gateway) =>
        new { username = gateway.Credentials.Username, password = gateway.Credentials.Password };

    private static async Task FailAsync(GatewayUnderTest gateway, int times, string? from = null)
    {
        for (var i = 0; i < times; i++)
        {
            _ = from is null ? await gateway.LogInAsync(Wrong) : await gateway.LogInFromAsync(from, Wrong);
        }
    }

    private static async Task<string> SeenAsync(HttpResponseMessage answer)
    {
        var title = await answer.TextAsync("title");
        return $"{answer.StatusCode} {title} {answer.Headers.Contains("Retry-After")}";
    }

    private static async Task<List<System.Text.Json.JsonElement>> LockoutsAsync(GatewayUnderTest gateway) =>
        [.. (await (await gateway.SendAsync(HttpMethod.Get, "/api/v1/auth/lockouts", Admin)).JsonAsync())
            .GetProperty("items").EnumerateArray()];

    private static async Task<List<LoginAttempts>> CountsAsync(GatewayUnderTest gateway)
    {
        await using var scope = gateway.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GatewayDbContext>().LoginAttempts.AsNoTracking()
            .ToListAsync(GatewayUnderTest.Ct);
    }
}
