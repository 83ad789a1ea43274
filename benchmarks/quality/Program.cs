using System.Globalization;
using WeChatPlatform.Benchmarks;
using WeChatPlatform.Quality;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// One measure a name; each writes its own section of docs/quality.md.
Dictionary<string, Func<EvaluationData, Task<string>>> measures = new(StringComparer.Ordinal)
{
    [Understanding.Name] = data => Task.FromResult(Understanding.Measure(data)),
    [Learning.Name] = data => Task.FromResult(Learning.Measure(data)),
    [Confidence.Name] = Confidence.MeasureAsync,
    [Retrieval.Name] = Retrieval.MeasureAsync,
};

if (args is not [var name] || !measures.TryGetValue(name, out var measure))
{
    await Console.Error.WriteLineAsync($"usage: dotnet run -c Release --project benchmarks/quality -- {string.Join('|', measures.Keys)}");
    return 2;
}

if (EvaluationData.Find() is not { } data)
{
    await Console.Error.WriteLineAsync("No evaluation data: set EVAL_DATA to its folder.");
    return 3;
}

var section = await measure(data);
MeasuredDocument.Quality.Replace(name, section);
Console.WriteLine(section);
return 0;
