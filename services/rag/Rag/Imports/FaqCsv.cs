using CsvHelper;

namespace WeChatPlatform.Rag;

/// <summary>
/// FAQ as CSV with a header: question, answer, and if wanted similar (parted by | or line breaks) and category; the
/// Chinese headers mean the same.
/// </summary>
internal static class FaqCsv
{
    private static readonly string[] Question = ["question", "问题", "标准问"];
    private static readonly string[] Similar = ["similar", "相似问", "相似问题"];
    private static readonly string[] Answer = ["answer", "答案", "回答"];
    private static readonly string[] Category = ["category", "分类", "类别"];

    public static FaqLines Read(string text)
    {
        var lines = new FaqLines();
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = record => lines.Refuse((int)record.LineNumber, Describe(record.Reason)),
        });
        if (Column(csv, Question) is not { } question || Column(csv, Answer) is not { } answer)
        {
            lines.Refuse(1, "首行必须含 question（问题）和 answer（答案）列 / The first line must name the columns question and answer.");
            return lines;
        }

        var similar = Column(csv, Similar);
        var category = Column(csv, Category);
        while (csv.Read())
        {
            lines.Add(
                (int)csv.LineNumber,
                csv.GetString(question),
                similar is { } column ? csv.GetString(column).Split('|', '\n') : null,
                csv.GetString(answer),
                category is { } named ? csv.GetString(named) : null);
        }

        return lines;
    }

    private static string Describe(CsvMalformedReason reason) => reason == CsvMalformedReason.FieldCountMismatch
        ? "列数与首行不同 / The line has another number of columns than the first."
        : "引号不成对 / The quotes do not match.";

    private static int? Column(CsvReader csv, string[] names)
    {
        foreach (var name in names)
        {
            if (csv.TryGetFieldIndex(name, out var index))
            {
                return index;
            }
        }

        return null;
    }
}
