using System.Collections.Frozen;

namespace WeChatPlatform.Documents;

/// <summary>The characters that Chinese texts are mostly made of, simplified and traditional, and their punctuation.</summary>
internal static class CommonCharacters
{
    private const string Characters =
        "，。、；：？！“”‘’（）《》【】「」『』…—·　～％＋－／０１２３４５６７８９"
        + "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
        + "日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真"
        + "论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品"
        + "住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔早务收改步整每单今写周吧语失线钱网买卖店货款退换价格费充停车桩枪站客服号码手机订系统故障请您按键屏幕设备安装使用说明注意功能操作选择点击查看输入密码登录账户支付微信"
        + "這個們來為國說時對過發後裡種經麼學現當沒動還進樣無與長機實從關點業將兩間問應戰頭體見產話給門東聲論處義條氣題爾變電數總報結務場計資區隊決馬書聽卻達難權設記類據邊張該規萬師觀領識導爭運讓術覺開會愛誰嗎啊呢吧很真"
        + "樂歡網買賣錢號碼幾寫線單帶歲連認讀請嗎願級離農興準團萬層彙廣園圖車軍許訊視覺親語錯遠選邊鐵間陽際雖雙難雲靈響頁項順須顏類飛飯館騎驚髮黃齊龍";

    private static readonly FrozenSet<char> All = Characters.ToFrozenSet();

    public static bool Has(char character) => All.Contains(character);
}
