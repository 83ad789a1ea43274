namespace WeChatPlatform.ErpSync;

/// <summary>Products as CSV. What customers call a product goes into 别名, parted by | or ;.</summary>
internal static class ProductCsv
{
    private static readonly CsvColumn Code = new(true, "产品编号", "code");
    private static readonly CsvColumn Name = new(true, "产品名称", "name");
    private static readonly CsvColumn Model = new(false, "型号", "model");
    private static readonly CsvColumn Aliases = new(false, "别名", "aliases");
    private static readonly CsvColumn Price = new(true, "单价", "price");
    private static readonly CsvColumn Unit = new(true, "单位", "unit");
    private static readonly CsvColumn Stock = new(true, "库存", "stock");

    private static readonly char[] AliasEnds = ['|', ';', '；'];

    public static IReadOnlyList<ErpProduct> Read(string text, DateTimeOffset asOf, List<ImportFault> faults)
    {
        var products = new List<ErpProduct>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in CsvTable.Rows(text, [Code, Name, Model, Aliases, Price, Unit, Stock], faults))
        {
            var product = new ErpProduct
            {
                Code = row.Text(Code),
                Name = row.Text(Name),
                Model = row.Text(Model),
                Aliases = [.. row.Text(Aliases).Split(AliasEnds, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
                Price = row.Money(Price),
                Unit = row.Text(Unit),
                Stock = row.Count(Stock, 0),
                AsOf = asOf,
            };
            if (!lines.TryAdd(product.Code, row.Line))
            {
                row.Refuse($"产品编号与第 {lines[product.Code]} 行重复 / The code repeats line {lines[product.Code]}.");
            }

            products.Add(product);
        }

        return products;
    }
}
