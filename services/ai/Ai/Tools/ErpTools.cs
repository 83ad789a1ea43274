using System.Text.Json;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.Ai.Tools;

/// <summary>
/// The look-ups in the ERP's mirror. None takes a contact as an argument: whose orders are told is the turn's to say, whatever a model was
/// talked into.
/// </summary>
internal sealed class ErpTools(IServiceClients services)
{
    public const string Service = "erp-sync";

    private static readonly JsonElement OfOrder = Schema(
        """
        {"type": "object", "properties": {"number": {"type": "string", "minLength": 1, "maxLength": 64,
          "description": "订单号或物流单号；客户没有给出时不要填写"}}, "additionalProperties": false}
        """);

    private static readonly JsonElement OfProduct = Schema(
        """
        {"type": "object", "properties": {"product": {"type": "string", "minLength": 1, "maxLength": 100,
          "description": "产品名称、型号或客户对它的叫法"}}, "required": ["product"], "additionalProperties": false}
        """);

    private readonly IReadOnlyList<ErpTool> all =
    [
        new(services, "look_up_orders", "查询当前客户自己的订单：产品、金额、下单日期、状态。不填单号时返回最近的订单。", OfOrder, "orders", true),
        new(services, "look_up_logistics", "查询当前客户自己订单的物流：承运公司和物流单号。查不到包裹当前位置和预计到达时间。", OfOrder, "logistics", true),
        new(services, "look_up_price", "查询产品的标价。查不到折扣和协议价。", OfProduct, "prices", false),
        new(services, "look_up_stock", "查询产品的现货库存。查不到补货时间。", OfProduct, "stock", false),
    ];

    public static IReadOnlyList<string> Names { get; } = ["look_up_orders", "look_up_logistics", "look_up_price", "look_up_stock"];

    /// <summary>Those that are on the allow-list; none when nobody knows where erp-sync is.</summary>
    public IEnumerable<ITool> Allowed(IEnumerable<string> names) =>
        services.Knows(Service) ? all.Where(tool => names.Contains(tool.Declaration.Name, StringComparer.Ordinal)) : [];

    private static JsonElement Schema(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
