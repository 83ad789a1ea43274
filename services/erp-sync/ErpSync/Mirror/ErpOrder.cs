namespace WeChatPlatform.ErpSync;

/// <summary>An order as the ERP had it when the mirror was filled.</summary>
internal sealed class ErpOrder
{
    public required string OrderNo { get; init; }

    /// <summary>The customer's display name in WeChat: the only one who is told of this order.</summary>
    public required string Contact { get; init; }

    public required string Product { get; init; }

    public int Quantity { get; init; }

    public decimal Amount { get; init; }

    public required string Status { get; init; }

    public string? Carrier { get; init; }

    public string? TrackingNo { get; init; }

    public DateTimeOffset OrderedAt { get; init; }

    public DateTimeOffset AsOf { get; init; }
}

/// <summary>A product as the ERP had it when the mirror was filled.</summary>
internal sealed class ErpProduct
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Model { get; init; }

    /// <summary>What customers call it.</summary>
    public required List<string> Aliases { get; init; }

    public decimal Price { get; init; }

    public required string Unit { get; init; }

    public int Stock { get; init; }

    public DateTimeOffset AsOf { get; init; }
}

/// <summary>A file of the import folder that the mirror holds already.</summary>
internal sealed class ImportedFile
{
    public required string Kind { get; init; }

    public required string ContentHash { get; set; }

    public int Rows { get; set; }

    public DateTimeOffset ImportedAt { get; set; }
}
