using CsvHelper;

namespace WeChatPlatform.ErpSync;

/// <summary>A column by its names, in any language the export may speak.</summary>
internal sealed record CsvColumn(bool IsRequired, params string[] Names);

/// <summary>Walks over the rows of a CSV file whose first line names the columns, and notes what is wrong with lines.</summary>
internal static class CsvTable
{
    /// <summary>One line's fields.</summary>
    internal sealed record Row(int Line, IReadOnlyDictionary<CsvColumn, string> Fields, List<ImportFault> Faults)
    {
        public string this[CsvColumn column] => Fields.GetValueOrDefault(column, "");

        public void Refuse(string message) => Faults.Add(new ImportFault(Line, message));
    }

    public static IEnumerable<Row> Rows(string text, IReadOnlyList<CsvColumn> columns, List<ImportFault> faults)
    {
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = record => faults.Add(new ImportFault((int)record.LineNumber, Describe(record.Reason))),
        });
        var places = columns
            .Select(column => (Column: column, Index: Find(csv, column)))
            .Where(place => place.Index >= 0)
            .ToDictionary(place => place.Column, place => place.Index);
        var missing = columns.Where(column => column.IsRequired && !places.ContainsKey(column)).ToList();
        faults.AddRange(missing.Select(column => new ImportFault(
            1, $"缺少列「{column.Names[0]}」 / The column {column.Names[^1]} is missing.")));
        while (missing.Count == 0 && csv.Read())
        {
            yield return new Row(
                (int)csv.LineNumber, places.ToDictionary(place => place.Key, place => csv.GetString(place.Value).Trim()), faults);
        }
    }

    private static int Find(CsvReader csv, CsvColumn column)
    {
        foreach (var name in column.Names)
        {
            if (csv.TryGetFieldIndex(name, out var index))
            {
                return index;
            }
        }

        return -1;
    }

    private static string Describe(CsvMalformedReason reason) => reason == CsvMalformedReason.FieldCountMismatch
        ? "列数与首行不同 / The line has another number of columns than the first."
        : "引号不成对 / The quotes do not match.";
}
