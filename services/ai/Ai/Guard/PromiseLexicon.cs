using System.Collections.Frozen;

namespace WeChatPlatform.Ai.Guard;

/// <summary>The words that promise something to a customer, by topic. Simplified, as <see cref="GuardText"/> makes all texts.</summary>
internal static class PromiseLexicon
{
    public static readonly Words<PromiseTopic> Promises = new(
    [
        ("免费 免单 免收 不收费 不收取费用 不收取任何费用 不收任何费用 不收钱 不收您钱 不收你钱 不要钱 不要您钱 不用钱 不用付钱 不用花钱 不用付费 无需付费 无需付款 不需要付费 不需付费 "
            + "不用额外付费 无需额外付费 不额外收费 不另收费 不另外收费 不另行收费 不再收费 不加收 不收额外 无额外费用 没有额外费用 没有任何费用 无任何费用 无需任何费用 不需要任何费用 不产生费用 不产生任何费用 "
            + "分文不取 分文不收 零费用 零成本 零元 0元购 0费用 一分钱不 一分钱都不 一分不收 不花一分钱 不花钱 费用全免 费用全包 全免 白送 免安装费 免上门费 免手续费 免服务费 免押金 免押 免费用 免检测费 免维修费 "
            + "免工时费 免人工费 免年费 免月租 免门票 包安装 包上门 包调试 包接电 包材料 包辅材 包施工 包教 包拆 包售后 包清洗 包保养 含安装 含上门 含施工 含调试 包含安装 包含上门 包含施工 包含调试 包括安装 安装全包 "
            + "费用我们出 费用我们承担 费用由我们 费用由我司 费用由厂家 费用由商家 费用由卖家 费用由店家 费用由本店 我们买单 厂家买单 我们来承担 我们承担 我方承担 由我们承担 由我司承担 厂家承担 商家承担 卖家承担 公司承担 店里承担 "
            + "无需支付 不需要支付 不用支付 不用再付 不用另付 无需另付 不用另外付 不需要另外付 算我们的 算我的 我们出钱 我们报销 "
            + "free_of_charge at_no_cost no_extra_cost no_extra_charge no_charge complimentary for_free free on_the_house",
            PromiseTopic.Free),
        ("包邮 免邮 免邮费 免运费 免快递费 免配送费 免物流费 免费配送 免费送货 免费邮寄 免费寄送 免费快递 免费包邮 包运费 包快递 包配送 包送货 包送到家 运费全免 运费免费 运费全包 邮费全免 邮费免费 不收运费 不收邮费 不收快递费 "
            + "不收配送费 不用付运费 不用出运费 不用付邮费 不用出邮费 零运费 0运费 运费0元 运费为0 运费我们 运费由我们 运费由本店 运费由商家 运费由卖家 运费由店家 运费由我司 运费由我方 运费商家 运费卖家 运费店家 运费我方 "
            + "运费厂家 运费由厂家 邮费我们 邮费由我们 邮费我方 邮费商家 邮费卖家 快递费我们 快递费由我们 配送费我们 来回运费我们 来回运费由我们 往返运费我们 往返运费由我们 运费险 无需支付运费 不需要支付运费 不用支付运费 无需运费 不要运费 没有运费 无运费 运费不用 运费不要 送货免费 配送免费 邮寄免费 "
            + "ship_free ships_free shipped_free free_shipping free_delivery free_postage",
            PromiseTopic.FreeShipping),
        ("保证 承诺 担保 保障 打包票 百分百 百分之百 100% 绝对 必定 必然 一定会 一定能 一定可以 一定给 一定帮您 一定到 一定让 一定有 肯定会 肯定能 肯定可以 肯定给 肯定到 肯定没 肯定有 肯定行 包您 包你 包满意 万无一失 "
            + "负责到底 包在我身上 包在我们身上 永不 永远不会 绝不 决不 无任何风险 零风险 没有任何风险 无后顾之忧 确保您 我们确保 可以确保 能确保 "
            + "guarantee guaranteed guarantees promise promised absolutely definitely assure risk-free",
            PromiseTopic.Guarantee),
        ("退款 退钱 退还 返还 退回货款 退货款 原路退回 原路返回 退您 退回给您 原路返还 原路退 退到您 退至 退给您 退给你 把钱退 秒退 退差额 退费 退押金 退定金 钱退 refund refunds refunded refundable money_back money-back", PromiseTopic.Refund),
        ("全额退款 全额退 全款退 退全款 全部退款 退全额 全退 一分不少 full_refund fully_refund", PromiseTopic.FullRefund),
        ("退货 包退 可退 能退 随便退 给退 可以退 支持退 就退 都退 都能退 都可退 都可以退 无忧退 放心退 退换货 退换 免费退换 七天退 7天退 returns return_it returned", PromiseTopic.Return),
        ("换新 包换 换货 换一台 换一个 换一件 换一套 换一部 换台新 换个新 换新机 换新的 给您换 给你换 为您换 帮您换 直接换 可以换 就换 都换 能换 无忧换 可换 只换不修 以换代修 更换新 免费更换 无偿更换 replacement replace_it exchange", PromiseTopic.Exchange),
        ("赔偿 赔付 赔款 赔您 赔你 包赔 理赔 补偿 补差 双倍赔 十倍赔 三倍赔 先行赔付 延误赔 照价赔 全赔 赔一 赔钱 必赔 就赔 都赔 会赔 能赔 可赔 我们赔 给赔 赔给 赔付 compensate compensation compensated", PromiseTopic.Compensation),
        ("假一赔 假一罚 退一赔 一赔 一罚", PromiseTopic.FakeCompensation),
        ("保修 质保 包修 三包 联保 保换 延保 保固 免费维修 免费修 无偿维修 质量保证期 保质期 warranty", PromiseTopic.Warranty),
        ("终身 终生 永久 一辈子 永远 lifetime forever", PromiseTopic.Lifetime),
        ("赠 赠送 赠品 附赠 加赠 随单赠 随机赠 加送 买一送 买二送 买三送 买1送 买2送 买3送 送一 送您一 送你一 送礼 送您 送你 额外送 再送 多送 还送 就送 免费送 免费赠 返现 返利 返券 红包 礼品 小礼物 礼包 代金券 优惠券 抵用券 抵扣券 现金券 消费券 抽奖 "
            + "gift gifts coupon voucher giveaway cashback bonus",
            PromiseTopic.Gift),
        ("优惠 打折 折扣 折优惠 特价 促销 满减 立减 减免 抹零 让利 便宜点 便宜些 便宜一点 便宜一些 给您便宜 给你便宜 算您便宜 再便宜 少收您 少收你 少算 秒杀价 团购价 活动价 会员价 骨折价 清仓价 议价 讲价 砍价 还价 降价 "
            + "discount discounts on_sale special_offer",
            PromiseTopic.Bargain),
        ("最低价 全网最低 最便宜 同行最低 全市最低 市场最低 比别家便宜 比别人便宜 价格最优 最优价 最实惠 底价 全网低价 史低 历史最低 地板价 最优惠 最划算 lowest_price best_price cheapest", PromiseTopic.LowestPrice),
        ("保价 价保 买贵 贵就赔 差价 降价补 price_match", PromiseTopic.PriceProtection),
        ("当天 当日 同日 即日 当晚 即时达 same_day same-day", PromiseTopic.SameDay),
        ("次日达 隔日达 次晨达 小时达 半日达 闪送 加急 极速达 极速发 急速 优先发 优先处理 优先安排 立等可取 随到随 插队 next-day express_delivery", PromiseTopic.FastDelivery),
        ("无条件 no_questions_asked unconditional unconditionally", PromiseTopic.Unconditional),
        ("无理由 不问理由 不问原因 不需要理由 任何理由", PromiseTopic.AnyTime),
        ("随时退 随时可退 随时换 随时可以退 随时取消 随时可取消 随时上门 随时发货 随时可发", PromiseTopic.AnyTime),
        ("不限次 无限次 不限量 无限量 不限时 无限制 不限制 不限流量 unlimited", PromiseTopic.Unlimited),
        ("送货上门 上门安装 上门服务 上门维修 上门修 上门取件 上门取货 上门勘测 上门勘察 上门测量 上门检测 上门回收 上门更换 上门处理 上门调试 派人上门 安排上门 师傅上门 工程师上门 door-to-door on-site", PromiseTopic.OnSite),
        ("补发 补寄 重发 重新发 重新寄 resend", PromiseTopic.Resend),
        ("以旧换新 旧机抵 抵扣旧 trade-in", PromiseTopic.TradeIn),
        ("正品 原装 官方授权 原厂 行货 全新未拆 genuine authentic", PromiseTopic.Genuine),
        ("认证 检测报告 质检报告 专利 获奖 国家标准 国标 certified certification", PromiseTopic.Certified),
        ("发票 开票 专票 普票 invoice", PromiseTopic.Invoice),
        ("货到付款 先用后付 先货后款 收到再付 cash_on_delivery", PromiseTopic.CashOnDelivery),
        ("分期 免息 零首付 0首付 无息 低息 花呗 白条 instalment instalments interest-free", PromiseTopic.Instalments),
        ("试用 试吃 试驾 体验装 先试后 free_trial", PromiseTopic.Trial),
        ("24小时在线 24小时客服 二十四小时 7×24 7x24 7*24 全天候 全年无休 随时在线 24/7 24小时服务 全天在线", PromiseTopic.AroundTheClock),
        ("专人 一对一 专属 1对1 专车", PromiseTopic.Personal),
        ("根治 治愈 包治 包好 包过 必过 稳赚 保本 无副作用 没有副作用 零副作用 有效率 立竿见影 药到病除 永不复发 不会反弹 包瘦 保过 不会坏 用不坏 零故障 没有风险 无风险 不会有任何问题 包会 包学会 包就业 cure cures", PromiseTopic.Effect),
        ("顺丰 京东物流 京东快递 德邦 中通 圆通 韵达 申通 极兔 EMS 邮政 百世 安能 跨越速运 菜鸟裹 DHL UPS FedEx", PromiseTopic.Carrier),
        ("破例 特批 内部价 员工价 成本价 友情价 出厂价 批发价 代理价 进货价 亏本 申请特价 特殊优惠 额外优惠 走后门 私下", PromiseTopic.Special),
        ("有货 现货 有库存 库存充足 货源充足 库存足 备货充足 货很足 货充足 有存货 存货充足 不缺货 没有缺货 还有货 在售 可立即发货 库存紧张 库存不多 in_stock available_now", PromiseTopic.InStock),
        ("缺货 无货 没货 没有货 断货 售罄 卖完 卖光 无库存 没库存 没有库存 没有现货 无现货 没现货 暂无现货 售完 抢光 抢完 停产 下架 停售 out_of_stock sold_out unavailable", PromiseTopic.OutOfStock),
    ]);

    /// <summary>Immediately, as a promise only together with what is then done.</summary>
    public static readonly string[] AtOnce = ["立即", "立刻", "马上", "即刻", "实时", "瞬间", "当场", "立马", "秒", "即时", "第一时间", "immediately", "instantly", "right away"];

    public static readonly string[] DoneAtOnce =
        ["到账", "发货", "发出", "寄出", "退", "赔", "返", "生效", "送达", "送到", "上门", "修好", "换", "派", "补", "出库", "安装", "入账", "refund", "ship", "deliver", "send"];

    /// <summary>Topics that tell what is on hand rather than what is promised.</summary>
    public static bool IsStock(PromiseTopic topic) => topic is PromiseTopic.InStock or PromiseTopic.OutOfStock;

    /// <summary>Topics whose word says little without what it is said of: free what, guaranteed what, today what.</summary>
    public static bool NeedsObject(PromiseTopic topic) => Bare.Contains(topic);

    private static readonly FrozenSet<PromiseTopic> Bare = new[]
    {
        PromiseTopic.Free, PromiseTopic.Guarantee, PromiseTopic.SameDay, PromiseTopic.Immediate, PromiseTopic.Gift, PromiseTopic.Lifetime,
        PromiseTopic.Unconditional, PromiseTopic.Unlimited, PromiseTopic.Trial, PromiseTopic.AnyTime, PromiseTopic.Certified,
    }.ToFrozenSet();
}
