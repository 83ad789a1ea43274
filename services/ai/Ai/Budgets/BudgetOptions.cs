using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Ai.Budgets;

/// <summary>How much money models may cost. What an administrator sets at the console wins over the limits here.</summary>
internal sealed class BudgetOptions
{
    public const string Section = "Ai:Budgets";

    /// <summary>CNY that all accounts together may spend in a day; none means no limit.</summary>
    [Range(0.0, 1_000_000.0)]
    public decimal? DailyCny { get; set; } = 100;

    /// <summary>CNY that all accounts together may spend in a calendar month; none means no limit.</summary>
    [Range(0.0, 1_000_000.0)]
    public decimal? MonthlyCny { get; set; }

    /// <summary>CNY that one account may spend in a day; none means no limit.</summary>
    [Range(0.0, 1_000_000.0)]
    public decimal? AccountDailyCny { get; set; }

    /// <summary>CNY that one account may spend in a calendar month; none means no limit.</summary>
    [Range(0.0, 1_000_000.0)]
    public decimal? AccountMonthlyCny { get; set; }

    /// <summary>From this part of a budget on, inclusive, cheaper models answer, in percent.</summary>
    [Range(1, 100)]
    public int SavingPercent { get; set; } = 80;

    /// <summary>How often counters are compared with the ledger, in minutes; also done at every start.</summary>
    [Range(1, 1440)]
    public int ReconcileMinutes { get; set; } = 5;

    /// <summary>The IANA name of the zone whose midnight starts a day. Changing it regroups the past too.</summary>
    [Required]
    public string TimeZone { get; set; } = "Asia/Shanghai";
}

[OptionsValidator]
internal sealed partial class BudgetOptionsValidator : IValidateOptions<BudgetOptions>;

/// <summary>The zone must be known here and, by the same name, to PostgreSQL; both know the IANA names.</summary>
internal sealed class BudgetZoneValidator : IValidateOptions<BudgetOptions>
{
    public ValidateOptionsResult Validate(string? name, BudgetOptions options) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var zone) && zone.HasIanaId
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Ai:Budgets:TimeZone '{options.TimeZone}' is no IANA time zone: use a name such as Asia/Shanghai.");
}
