namespace WeChatPlatform.Ai.Budgets;

/// <summary>How much of the money for models is left.</summary>
internal interface IBudgets
{
    /// <summary>The strictest of the budgets that hold for an account.</summary>
    ValueTask<BudgetState> StateAsync(string agentId, CancellationToken ct);
}

/// <summary>What the budgets allow.</summary>
internal enum BudgetState
{
    /// <summary>Any route.</summary>
    Open,

    /// <summary>80 % are spent: the cheaper route.</summary>
    Saving,

    /// <summary>All is spent: no model; direct answers of the knowledge and hand-off only.</summary>
    Spent,
}
