using WeChatPlatform.Ai.Guard;
using WeChatPlatform.Contracts;

namespace WeChatPlatform.Ai.Tests.Guard;

/// <summary>The written answers of Answers/*.txt; how they are written stands in README.md there.</summary>
internal static class GuardedAnswers
{
    public static readonly DateOnly Today = new(2026, 1, 15);

    public static IReadOnlyList<GuardedAnswer> All { get; } = [.. Read()];

    private static IEnumerable<GuardedAnswer> Read()
    {
        var assembly = typeof(GuardedAnswers).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("answers/", StringComparison.Ordinal)).Order())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var evidence = new List<Evidence>();
            while (reader.ReadLine() is { } line)
            {
                var body = line.Length > 2 ? line[2..] : "";
                switch (line.FirstOrDefault())
                {
                    case '#':
                        evidence = [];
                        break;
                    case '=':
                        var parts = body.Split(" | ", 2);
                        evidence.Add(new Evidence($"e{evidence.Count}", "faq", name, parts[0], parts[1], 0.9));
                        break;
                    case '+' or '-':
                        var said = body.Split(" << ");
                        yield return new GuardedAnswer(
                            said[0], new GuardSupport([.. evidence], said[1..], CustomerName: null, Today), line[0] == '+');
                        break;
                }
            }
        }
    }
}

internal sealed record GuardedAnswer(string Text, GuardSupport Support, bool IsSupported);
