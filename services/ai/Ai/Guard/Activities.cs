namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// What a promise, a time or a fee is about, as sets of bits: within 48 hours sent is not within 48 hours delivered, and a free
/// installation is no free repair.
/// </summary>
internal static class Activities
{
    public const int Visit = 1 << 5;
    public const int Discount = 1 << 20;

    private const int Ship = 1 << 0;
    private const int Arrive = 1 << 1;
    private const int Carriage = 1 << 2;
    private const int Install = 1 << 3;
    private const int Survey = 1 << 4;
    private const int Repair = 1 << 6;
    private const int Exchange = 1 << 7;
    private const int Return = 1 << 8;
    private const int PayBack = 1 << 9;
    private const int Reply = 1 << 10;
    private const int Teach = 1 << 11;
    private const int Clean = 1 << 12;
    private const int Inspect = 1 << 13;
    private const int Upgrade = 1 << 14;
    private const int Trial = 1 << 15;
    private const int Design = 1 << 16;
    private const int Deposit = 1 << 17;
    private const int Charge = 1 << 18;
    private const int Parts = 1 << 19;
    private const int Park = 1 << 21;
    private const int Pickup = 1 << 22;
    private const int Invoice = 1 << 23;
    private const int Handling = 1 << 24;
    private const int Recycle = 1 << 25;
    private const int Genuine = 1 << 26;
    private const int Work = 1 << 27;

    public static readonly Words<int> All = new(
    [
        ("发货 发出 寄出 出库 发件 寄件 发往 ship ships shipped send sent", Ship),
        ("送达 到货 收货 收到 送到 到达 签收 到家 到手 deliver delivered delivery arrive arrives", Arrive),
        ("运费 邮费 快递费 配送费 物流费 邮寄 shipping postage", Carriage),
        ("配送 送货 快递 物流", Carriage | Arrive),
        ("安装 装机 施工 接电 装好 组装 install installed installation", Install),
        ("勘测 勘察 测量 勘查 量尺 量房 survey", Survey),
        ("上门", Visit),
        ("维修 修理 保修 质保 包修 三包 联保 返修 修好 保固 repair repairs warranty", Repair),
        ("更换 换新 换货 调换 包换 换一 给您换 给你换 replace replacement exchange", Exchange),
        ("退换", Exchange | Return),
        ("退货 包退 无理由 可退 退回 寄回 return returns", Return | PayBack),
        ("退款 退钱 退还 返还 全额退 refund refunds", PayBack | Return),
        ("到账 入账 打款 原路", PayBack),
        ("联系 回复 响应 回电 答复 受理 回访 联系您 联系你 reply respond response", Reply),
        ("培训 教学 指导 授课 课程 training lesson", Teach),
        ("清洗 保养 清洁 维护 除甲醛 洗护 maintenance cleaning", Clean),
        ("检测 诊断 检修 体检 检查 验光 inspection", Inspect),
        ("升级 更新 upgrade", Upgrade),
        ("试用 体验 试听 试吃 试驾 trial", Trial),
        ("设计 出方案 design", Design),
        ("押金 定金 订金 deposit", Deposit),
        ("充满 充电时间 快充", Charge),
        ("配件 滤芯 辅材 电缆 线缆 支架 耗材 parts cable", Parts),
        ("优惠 立减 便宜 补贴 抵扣 返现 满减 减免 省 减 打折 券 红包 off discount save coupon", Discount),
        ("停车 parking", Park),
        ("取件 自提 提货 取货 pickup", Pickup),
        ("发票 开票 invoice", Invoice),
        ("手续费 服务费 办理费", Handling),
        ("回收 拆旧 拆机 移机", Recycle),
        ("正品 原装 genuine", Genuine),
        ("营业 上班 在线 开门 客服时间 工作时间 open hours", Work),
    ]);

    /// <summary>All that is spoken of in a part.</summary>
    public static int In(GuardText text, int start, int end)
    {
        var found = 0;
        foreach (var (_, activity, _) in All.In(text, start, end))
        {
            found |= activity;
        }

        return found;
    }

    /// <summary>What stands nearest to a place in its clause: behind it within eight characters, else before it.</summary>
    public static int Nearest(GuardText text, int start, int end)
    {
        const int Behind = 8;
        const int Ahead = 12;
        var clauseEnd = Math.Min(text.ClauseEnd(end), end + Behind);
        foreach (var (_, activity, _) in All.In(text, end, clauseEnd))
        {
            return activity;
        }

        var nearest = 0;
        foreach (var (_, activity, _) in All.In(text, Math.Max(text.ClauseStart(start), start - Ahead), start))
        {
            nearest = activity;
        }

        return nearest;
    }
}
