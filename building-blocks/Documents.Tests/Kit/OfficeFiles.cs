using System.IO.Compression;
using System.Text;

namespace WeChatPlatform.Documents.Tests;

/// <summary>Small Office files, written by hand.</summary>
internal static class OfficeFiles
{
    private const string W = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private const string S = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    private const string P =
        "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

    private const string O =
        "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"";

    public static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }

    public static byte[] Docx(string body) => Zip(
        ("_rels/.rels", Relations(("rId1", "officeDocument", "word/document.xml"))),
        ("word/_rels/document.xml.rels", Relations(("rId1", "styles", "styles.xml"), ("rId2", "numbering", "numbering.xml"))),
        ("word/styles.xml", $"<w:styles {W}><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"2\"><w:name w:val=\"标题 2\"/></w:style><w:style w:styleId=\"3\"><w:name w:val=\"mine\"/><w:basedOn w:val=\"2\"/></w:style></w:styles>"),
        ("word/numbering.xml", $"<w:numbering {W}><w:abstractNum w:abstractNumId=\"5\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl></w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"5\"/></w:num></w:numbering>"),
        ("word/document.xml", $"<?xml version=\"1.0\"?><w:document {W}><w:body>{body}</w:body></w:document>"));

    public static string P_(string text, string properties = "") =>
        $"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>";

    public static string Table(params string[][] rows) =>
        $"<w:tbl>{string.Concat(rows.Select(row => $"<w:tr>{string.Concat(row.Select(cell => $"<w:tc>{(cell == "^" ? "<w:tcPr><w:vMerge/></w:tcPr><w:p/>" : P_(cell))}</w:tc>"))}</w:tr>"))}</w:tbl>";

    public static byte[] Xlsx(string sheetData, string after = "", string state = "visible") => Zip(
        ("_rels/.rels", Relations(("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", $"<workbook {S}><sheets><sheet name=\"价格表\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"旧\" sheetId=\"2\" state=\"{state}\" r:id=\"rId4\"/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", Relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"), ("rId3", "styles", "styles.xml"), ("rId4", "worksheet", "/xl/worksheets/sheet2.xml"))),
        ("xl/sharedStrings.xml", $"<sst {S}><si><t>型号</t></si><si><r><t>价</t></r><r><t>格</t></r><rPh><t>jiage</t></rPh></si><si><t>AC-7</t></si></sst>"),
        ("xl/styles.xml", $"<styleSheet {S}><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"10\"/></cellXfs></styleSheet>"),
        ("xl/worksheets/sheet1.xml", $"<worksheet {S}><sheetData>{sheetData}</sheetData>{after}</worksheet>"),
        ("xl/worksheets/sheet2.xml", $"<worksheet {S}><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>过期</t></is></c></row></sheetData></worksheet>"));

    public static byte[] Pptx(params string[] trees) => Zip(
    [
        ("_rels/.rels", Relations(("rId1", "officeDocument", "ppt/presentation.xml"))),
        ("ppt/presentation.xml", $"<p:presentation {P}><p:sldIdLst>{string.Concat(trees.Select((_, at) => $"<p:sldId id=\"{256 + at}\" r:id=\"rId{at + 1}\"/>"))}</p:sldIdLst></p:presentation>"),
        ("ppt/_rels/presentation.xml.rels", Relations([.. trees.Select((_, at) => ($"rId{at + 1}", "slide", $"slides/slide{trees.Length - at}.xml"))])),
        .. trees.Select((tree, at) => ($"ppt/slides/slide{trees.Length - at}.xml", $"<p:sld {P}><p:cSld><p:spTree>{tree}</p:spTree></p:cSld></p:sld>")),
    ]);

    public static string Shape(string kind, params string[] paragraphs) =>
        $"<p:sp><p:nvSpPr><p:nvPr><p:ph type=\"{kind}\"/></p:nvPr></p:nvSpPr><p:txBody>{string.Concat(paragraphs.Select(text => $"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"))}</p:txBody></p:sp>";

    public static byte[] OpenDocument(string kind, string content, string manifest = "<m/>") => Zip(
        ("mimetype", $"application/vnd.oasis.opendocument.{kind}"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", $"<office:document-content {O}><office:body>{content}</office:body></office:document-content>"));

    private static string Relations(params (string Id, string Type, string Target)[] relations) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(relations.Select(one => $"<Relationship Id=\"{one.Id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{one.Type}\" Target=\"{one.Target}\"/>"))}</Relationships>";
}
