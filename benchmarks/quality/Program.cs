using System.Globalization;
using WeChatPlatform.Quality;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ["confidence", .. var rest] || rest is not ([] or ["--data", _] or ["--data", _, "--docs", _]))
{
    await Console.Error.WriteLineAsync("quality confidence [--data FOLDER [--docs FILE]]: measures, and writes the table into docs/quality.md");
    return 2;
}

var data = rest.Length > 1 ? rest[1] : Path.Combine("..", "shared", "eval");
var page = rest.Length > 3 ? rest[3] : Path.Combine("docs", "quality.md");
if (!Directory.Exists(data) || !File.Exists(page))
{
    await Console.Error.WriteLineAsync($"{data} or {page} is missing: run this at the root of the repository, with the question sets beside it or named");
    return 1;
}

var report = Confidence.Measure(data);
Console.WriteLine(report);
await File.WriteAllTextAsync(page, Page.With(await File.ReadAllTextAsync(page), "confidence", report));
return 0;
