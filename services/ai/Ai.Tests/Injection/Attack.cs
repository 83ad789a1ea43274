using System.Text.Json;

namespace WeChatPlatform.Ai.Tests.Injection;

/// <summary>One text that wants something of the model. Kind is reveal, tool, promise or impersonate.</summary>
internal sealed record Attack(string Id, string Kind, string Text)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<Attack> All { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Injection", "attacks.jsonl"))
            .Select(line => JsonSerializer.Deserialize<Attack>(line, Json)!)];

    public static Attack Of(string id) => All.Single(attack => attack.Id == id);

    public static TheoryData<string> Ids(params string[] kinds) =>
        [.. All.Where(attack => kinds.Length == 0 || kinds.Contains(attack.Kind)).Select(attack => attack.Id)];
}
