using System.Security.Cryptography;
using WeChatPlatform.Hosting;

namespace WeChatPlatform.ErpSync;

/// <summary>What is wrong with one line of an imported file.</summary>
/// <remarks><paramref name="Line"/> counts from 1, the header included; 0 means the file as a whole.</remarks>
internal sealed record ImportFault(int Line, string Message);

/// <summary>A file for the mirror, read and checked as a whole: either without faults, or not to be stored.</summary>
internal sealed record MirrorFile(
    string Kind,
    string ContentHash,
    IReadOnlyList<ErpOrder> Orders,
    IReadOnlyList<ErpProduct> Products,
    IReadOnlyList<ImportFault> Faults)
{
    public const string OrdersKind = "orders";
    public const string ProductsKind = "products";

    public int Rows => Orders.Count + Products.Count;

    /// <summary>Reads a file of one kind.</summary>
    /// <param name="kind">orders or products.</param>
    /// <param name="content">The file.</param>
    /// <param name="asOf">When the ERP had it so; customers are told.</param>
    /// <param name="offset">The time zone of times that name none.</param>
    public static MirrorFile Read(string kind, byte[] content, DateTimeOffset asOf, TimeSpan offset)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (FileText.Decode(content) is not { } text)
        {
            return Refused(kind, hash, "文件既不是 UTF-8 也不是 GB18030 编码 / The file is neither UTF-8 nor GB18030.");
        }

        var faults = new List<ImportFault>();
        IReadOnlyList<ErpOrder> orders = kind == OrdersKind ? OrderCsv.Read(text, asOf, offset, faults) : [];
        IReadOnlyList<ErpProduct> products = kind == ProductsKind ? ProductCsv.Read(text, asOf, faults) : [];
        if (faults.Count == 0 && orders.Count + products.Count == 0)
        {
            return Refused(kind, hash, "文件里没有数据行 / The file has no rows.");
        }

        return new MirrorFile(kind, hash, orders, products, [.. faults.OrderBy(fault => fault.Line)]);
    }

    public static MirrorFile TooLarge(string kind, int limit) =>
        Refused(kind, "", $"文件超过 {limit} 字节 / The file is larger than {limit} bytes.");

    private static MirrorFile Refused(string kind, string hash, string fault) =>
        new(kind, hash, [], [], [new ImportFault(0, fault)]);
}
