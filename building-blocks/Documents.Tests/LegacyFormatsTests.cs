namespace WeChatPlatform.Documents.Tests;

public class LegacyFormatsTests
{
    [Fact]
    public async Task An_old_Word_file_is_read_in_both_widths_without_the_codes_of_fields()
    {
        var document = await Read.Async(LegacyFiles.Doc("Model AC-7\r\u0013HYPERLINK x\u0014link\u0015 ok\r", "第一章 安装\r先断电。\r"), "手册.doc");

        document.Shown().ShouldBe("Model AC-7\nlink ok\n## 第一章 安装\n先断电。");
    }

    [Fact]
    public async Task An_old_Word_file_that_is_encrypted_needs_its_password() =>
        (await Read.RefusalAsync(LegacyFiles.Doc("x\r", "y\r", flags: 0x0100), "a.doc")).Code.ShouldBe("password_needed");

    [Fact]
    public async Task An_old_workbook_is_read_with_strings_that_are_continued()
    {
        var document = await Read.Async(LegacyFiles.Xls(), "价格.xls");

        document.Shown().ShouldBe("| 型号 | 价格 |\n| 充电桩AC-7 | 1999.5 |\n| 2023-03-15 | 面议 |");
    }

    [Fact]
    public async Task An_old_workbook_that_is_encrypted_needs_its_password() =>
        (await Read.RefusalAsync(LegacyFiles.Xls(encrypted: true), "a.xls")).Code.ShouldBe("password_needed");

    [Fact]
    public async Task An_old_presentation_has_titles_and_texts()
    {
        var document = await Read.Async(LegacyFiles.Ppt(), "说明.ppt");

        document.Shown().ShouldBe("# 安装说明\n* Step one\n* Step two\n* Step three");
        document.Blocks.ShouldAllBe(block => block.Page == 1);
    }

    [Fact]
    public async Task An_encrypted_package_needs_its_password() =>
        (await Read.RefusalAsync(LegacyFiles.Compound(("EncryptedPackage", new byte[100])), "a.docx")).Code.ShouldBe("password_needed");

    [Fact]
    public async Task A_saved_mail_of_Outlook_is_not_supported() =>
        (await Read.RefusalAsync(LegacyFiles.Compound(("__properties_version1.0", new byte[100])), "a.msg"))
            .ShouldSatisfyAllConditions(r => r.Code.ShouldBe("unsupported_format"), r => r.Message.ShouldContain("msg"), r => r.Message.ShouldContain("eml"));
}
