namespace WeChatPlatform.Simulator;

/// <summary>The synthetic people of a first start.</summary>
internal static class SampleChats
{
    public static void Create(SimulatedWorld world)
    {
        if (world.Read((chats, _) => chats.Count) > 0)
        {
            return;
        }

        world.CreateChat("充电桩业主群", ["赵大海", "钱小雨", "孙师傅"], allowSameName: false);
        foreach (var name in new[] { "王小姐", "李四", "张三" })
        {
            world.CreateChat(name, members: null, allowSameName: false);
        }
    }
}
