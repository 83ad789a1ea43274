using System.Collections.Frozen;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// Traditional characters that occur in what the guard looks for (figures, units, dates, promises), and the simplified ones. Not a
/// converter of texts: one character for one.
/// </summary>
internal static class TraditionalCharacters
{
    private const string Pairs =
        "萬万億亿點点個个塊块錢钱費费運运郵邮貨货發发達达證证換换賠赔償偿價价優优後后號号週周禮礼內内時时鐘钟間间電电話话贈赠應应當当過过嗎吗無无條条則则"
        + "這这為为會会還还沒没壞坏遠远終终維维質质險险給给從从對对雙双歲岁種种與与來来兩两貳贰參叁陸陆圓圆幣币買买賣卖單单雲云線线網网絡络開开關关門门"
        + "問问題题請请讓让說说謝谢聯联繫系係系據据實实際际庫库存存剩剩餘余損损責责擔担負负協协議议訂订購购選选擇择擴扩報报銷销減减檢检測测處处理理進进"
        + "滿满額额註注簽签養养護护長长門门現现產产業业電电機机車车樁桩裝装設设備备優优惠惠團团國国際际節节慶庆禮礼聖圣誕诞農农曆历歷历紅红藍蓝綠绿黃黄"
        + "絕绝對对認认識识別别類类級级場场數数據据復复覆复預预計计約约邊边兒儿樣样麼么體体驗验極极標标準准確确將将頻频調调試试諮咨詢询顧顾題题連连續续"
        + "寄寄遞递順顺豐丰億亿隨随隔隔幾几刪删倉仓側侧側侧傷伤傳传價价凍冻劃划動动務务勞劳勝胜匯汇區区廠厂廣广徵征慣惯態态懷怀戶户承承掛挂擁拥據据"
        + "於于斷断權权欄栏歡欢歸归毀毁決决況况涼凉淨净準准溫温滅灭漲涨瀏浏燈灯爾尔牆墙獎奖獲获環环畫画異异疊叠瘋疯癢痒盜盗盤盘眾众碼码禁禁積积穩稳"
        + "競竞筆笔簡简糧粮紀纪純纯紙纸細细組组結结統统經经綜综練练縮缩總总績绩織织聽听職职臺台舉举舊旧藥药蘋苹處处術术衛卫裡里補补規规視视覽览觸触"
        + "誤误誰谁課课談谈論论講讲譯译讀读變变豐丰貝贝財财貧贫貼贴貿贸資资賓宾賬账趕赶趨趋跡迹轉转輕轻輛辆輸输農农迴回邁迈還还鄉乡釋释針针鋼钢錄录錯错"
        + "鍵键鎖锁鏡镜鐵铁閉闭閒闲陽阳隊队階阶雖虽難难離离靈灵靜静響响頁页項项須须領领頭头題题願愿類类風风飛飞飯饭飲饮館馆馬马驚惊鮮鲜齊齐齡龄龍龙"
        + "週周夠够佈布併并併并併并僅仅儘尽儲储創创勁劲勵励嚴严圍围壓压奪夺屆届屬属岡冈廢废彈弹徹彻恆恒悅悦慮虑憑凭戲戏戰战撥拨擊击擾扰攜携";

    private static readonly FrozenDictionary<char, char> Simplified = Pairs
        .Chunk(2)
        .DistinctBy(pair => pair[0])
        .ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    public static char Simplify(char character) => Simplified.GetValueOrDefault(character, character);
}
