using System.Globalization;
using System.Text;

namespace WeChatPlatform.Documents.Tests;

/// <summary>
/// Files with bytes changed, cut out, doubled and mixed: each ends with a result or a reason. FUZZ_SECONDS makes the run longer, and
/// takes the files of EVAL_DATA as a start as well; FUZZ_SEED repeats a run.
/// </summary>
public class FuzzTests
{
    private const int ShortRuns = 1500;

    [Fact]
    public async Task Files_that_were_damaged_at_random_crash_nothing()
    {
        var seed = Number("FUZZ_SEED") ?? 20_240_607;
        var random = new Random(seed);
        var seconds = Number("FUZZ_SECONDS") ?? 0;
        var files = Files(withEval: seconds > 0);
        var end = TimeProvider.System.GetUtcNow().AddSeconds(seconds);
        for (var run = 0; run < ShortRuns || TimeProvider.System.GetUtcNow() < end; run++)
        {
            var (name, content) = files[random.Next(files.Count)];
            var damaged = Damage(content, files[random.Next(files.Count)].Content, random);
            try
            {
                await HostileFilesTests.EndsAsync(damaged, name, Limits);
            }
            catch (Exception failure)
            {
                Assert.Fail($"{name}, FUZZ_SEED={seed}, run {run}: {failure}");
            }
        }
    }

    // Recognition is a program of its own; a thousand starts of it show nothing about the reader.
    private static ReadingLimits Limits => Read.Limits with { MaxRecognizedPages = 0 };

    private static List<(string Name, byte[] Content)> Files(bool withEval) =>
    [
        ("a.docx", OfficeFiles.Docx(OfficeFiles.P_("标题", "<w:pStyle w:val=\"1\"/>") + OfficeFiles.P_("项", "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr>") + OfficeFiles.Table(["代码", "含义"], ["E03", "通信"]))),
        ("a.xlsx", OfficeFiles.Xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45000</v></c></row>", "<mergeCells><mergeCell ref=\"A1:A9\"/></mergeCells>")),
        ("a.pptx", OfficeFiles.Pptx(OfficeFiles.Shape("title", "题"), OfficeFiles.Shape("body", "一", "二", "三"))),
        ("a.odt", OfficeFiles.OpenDocument("text", "<office:text><text:h text:outline-level=\"1\">题</text:h><text:p>文</text:p></office:text>")),
        ("a.doc", LegacyFiles.Doc("Model AC-7\r\u0013HYPERLINK x\u0014link\u0015\r", "第一章 安装\r格\a\a")),
        ("a.xls", LegacyFiles.Xls()),
        ("a.ppt", LegacyFiles.Ppt()),
        ("a.md", "# 题\n\n- 一\n  - 二\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> 引 **粗** `码` [链](u)\n"u8.ToArray()),
        ("a.html", "<html><body><h1>题</h1><ul><li>一<ol><li>二</ol></ul><table><tr><th>a<th colspan=3>b<tr><td>1<td>2</table></body></html>"u8.ToArray()),
        ("a.xml", "<?xml version=\"1.0\"?><a><b c=\"d\">文</b><![CDATA[<p>页</p>]]></a>"u8.ToArray()),
        ("a.json", """{"a":[{"question":"一","answer":"甲"},{"x":1,"y":"\u4e2d"}],"b":["c","d"]}"""u8.ToArray()),
        ("a.jsonl", "{\"question\":\"一\",\"answer\":\"甲\"}\n{\"question\":\"二\",\"answer\":\"乙\"}\n"u8.ToArray()),
        ("a.csv", "问题,答案\n\"一\n二\",甲\n三,\"乙,丙\"\n"u8.ToArray()),
        ("a.txt", Encoding.Unicode.GetBytes("第一章 概述\n\n1. 一\n2. 二\n\n问：一\n答：二\n")),
        ("a.eml", "From: a@b\r\nSubject: =?utf-8?Q?=E9=80=80?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\neHg=\r\n--b--"u8.ToArray()),
        .. withEval ? EvalDocuments.All().Where(file => file.Class != "broken").Select(file => (file.Name, File.ReadAllBytes(file.Path))).Where(file => file.Item2.Length < 300_000) : [],
        .. withEval ? [("a.pdf", PdfFiles.Of([[new PdfFiles.Line(60, 60, "充电桩手册", 22), new PdfFiles.Line(60, 100, "正文")]]))] : Array.Empty<(string, byte[])>(),
    ];

    private static byte[] Damage(byte[] content, byte[] other, Random random)
    {
        var bytes = content.ToList();
        for (var change = random.Next(1, 8); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 64), bytes.Count - at);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, count); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5:
                    for (var i = 0; i < Math.Min(4, bytes.Count - at); i++)
                    {
                        bytes[at + i] = 0xFF;
                    }

                    break;
                default: bytes.InsertRange(at, other.Skip(random.Next(other.Length)).Take(count)); break;
            }
        }

        return [.. bytes];
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : null;
}
