using System.Text;
using WeChatPlatform.Search;

namespace WeChatPlatform.SearchBenchmark;

/// <summary>
/// Chunks of made-up Chinese: words of two and three characters, as rare as words are (Zipf), a few of a subject in each chunk. The
/// same every time.
/// </summary>
internal sealed class Corpus
{
    private const int Words = 60_000;
    private const int SubjectWords = 12;
    private const double SubjectShare = 0.3;
    private const int Characters = 3000;
    private const int FirstCharacter = 0x4E00;

    private static readonly EntryScope Everybody = new(Guid.Empty, 1, null, [], []);

    private readonly Random random = new(20260101);
    private readonly string[] words;

    public Corpus()
    {
        words = new string[Words];
        for (var at = 0; at < Words; at++)
        {
            var length = random.Next(4) == 0 ? 3 : 2;
            words[at] = string.Create(length, random, static (word, drawn) =>
            {
                for (var place = 0; place < word.Length; place++)
                {
                    // Squared: some characters are in many words.
                    var share = drawn.NextDouble();
                    word[place] = (char)(FirstCharacter + (int)(share * share * Characters));
                }
            });
        }
    }

    /// <summary>Chunks of about so many characters each.</summary>
    public List<IndexEntry> Entries(int count, int characters) => [.. Enumerable.Range(0, count).Select(_ => Entry(characters))];

    /// <summary>A question about a chunk: words of its heading and of its text, and how people ask.</summary>
    public string Question(IndexEntry about)
    {
        var start = random.Next(Math.Max(1, about.Text.Length - 20));
        return $"请问{about.Title.AsSpan(0, Math.Min(4, about.Title.Length))}的{about.Text.AsSpan(start, Math.Min(8, about.Text.Length - start))}怎么办";
    }

    private IndexEntry Entry(int characters)
    {
        var subject = Enumerable.Range(0, SubjectWords).Select(_ => Draw()).ToArray();
        var text = new StringBuilder(characters + 8);
        while (text.Length < characters)
        {
            text.Append(random.NextDouble() < SubjectShare ? subject[random.Next(SubjectWords)] : Draw());
            if (random.Next(8) == 0)
            {
                text.Append(random.Next(3) == 0 ? '。' : '，');
            }
        }

        return new IndexEntry(
            Guid.CreateVersion7(), Guid.CreateVersion7(), EntryKind.Passage, $"{subject[0]}{subject[1]} / {subject[2]}{subject[3]}", text.ToString(), [], Everybody);
    }

    // The word of rank r is drawn about 1/r as often as the first.
    private string Draw() => words[(int)Math.Min(Words - 1, Math.Exp(random.NextDouble() * Math.Log(Words)) - 1)];
}
