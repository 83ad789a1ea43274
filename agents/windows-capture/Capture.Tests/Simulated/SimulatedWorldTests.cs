using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Simulated;

public sealed class SimulatedWorldTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Chats_rows_drafts_and_badges_survive_a_restart()
    {
        using (var file = new WorldFile(_folder.Path))
        {
            var world = World(file);
            var chat = world.CreateChat("张三", null, allowSameName: false)!;
            world.Say(chat, null, "在吗");
            world.Open("张三", false);
            DesktopRoutes.SetInput(world, "您好");
            world.Enter();
            DesktopRoutes.SetInput(world, "草稿");
            world.CreateChat("车友群", ["赵大海"], allowSameName: false);
            world.Say("s2", "赵大海", "大家好");
        }

        using var again = new WorldFile(_folder.Path);
        var chats = PlayRoutes.Look(World(again)).Chats;

        chats.Select(chat => (chat.Name, chat.Unread, chat.Draft, chat.Preview))
            .ShouldBe([("车友群", 1, "", "赵大海: 大家好"), ("张三", 0, "草稿", "您好")]);
        chats[1].Rows.Select(row => (row.Class, row.Own)).ShouldBe(
            [(RowClass.Time, false), (RowClass.Text, false), (RowClass.Text, true)]);
    }

    [Fact]
    public void A_line_that_a_kill_tore_is_cut_off()
    {
        using (var file = new WorldFile(_folder.Path))
        {
            World(file).CreateChat("张三", null, allowSameName: false);
        }

        File.AppendAllText(Path.Combine(_folder.Path, "chats.jsonl"), "{\"type\":\"said\",\"chatId\":\"s1\"");
        using (var torn = new WorldFile(_folder.Path))
        {
            World(torn).Say("s1", null, "在吗").ShouldBeTrue();
        }

        using var again = new WorldFile(_folder.Path);
        PlayRoutes.Look(World(again)).Chats.Single().Rows.Count(row => row.Class == RowClass.Text).ShouldBe(1);
    }

    [Fact]
    public void What_the_players_look_at_does_not_change_the_open_chat_or_the_badges()
    {
        var world = World(null);
        world.CreateChat("张三", null, allowSameName: false);
        world.CreateChat("李四", null, allowSameName: false);
        world.Open("李四", false);
        world.Say("s1", null, "在吗");

        PlayRoutes.Look(world);

        DesktopRoutes.Show(world)!.Title.Name.ShouldBe("李四");
        DesktopRoutes.List(world).Select(chat => chat.Unread).ShouldBe([1, 0]);
    }

    [Fact]
    public void The_open_chat_gets_no_badge()
    {
        var world = World(null);
        world.CreateChat("张三", null, allowSameName: false);
        world.Open("张三", false);

        world.Say("s1", null, "在吗");

        DesktopRoutes.List(world).Single().Unread.ShouldBe(0);
    }

    [Fact]
    public void Only_members_speak_in_a_group()
    {
        var world = World(null);
        world.CreateChat("车友群", ["赵大海"], allowSameName: false);

        world.Say("s1", "路人", "大家好").ShouldBeFalse();
        world.Say("s1", null, "大家好").ShouldBeFalse();
        world.Say("s1", "赵大海", "大家好").ShouldBeTrue();
    }

    private static SimulatedWorld World(WorldFile? file) => new(file, TimeProvider.System, TestAgent.Nickname);
}
