using System.Text;
using WeChatPlatform.Ai.Guard;

namespace WeChatPlatform.Ai.Replies;

/// <summary>What a model is told when its answer may not go out as it is.</summary>
internal static class RewriteOrder
{
    public static string Of(IReadOnlyList<GuardFinding> faults)
    {
        var text = new StringBuilder("上面的回答不能发出，以下内容在所引用的资料里没有依据：");
        foreach (var fault in faults)
        {
            text.Append("\n- ").Append(Name(fault.Kind)).Append('：').Append(fault.Text);
        }

        return text
            .Append("\n请重写这个回答：去掉以上内容，不要换一种说法再说一遍，也不要补充别的数字或承诺；其余有依据的内容保留，并标出资料编号。")
            .Append("去掉后如果不能回答客户的问题，只输出 ").Append(ModelAnswer.NoAnswer).Append('。')
            .ToString();
    }

    private static string Name(string kind) => kind switch
    {
        "price" => "价格",
        "amount" => "数量",
        "percentage" => "比例或折扣",
        "date" => "日期或期限",
        "stock" => "库存",
        "phone" => "电话",
        "url" => "网址",
        "model_number" => "型号",
        "promise" => "承诺",
        "system_text" => "内部说明",
        "masked_data" => "隐去的个人信息的占位符",
        "denies_ai" => "否认自己是AI",
        _ => "内容",
    };
}
