using System.Text.RegularExpressions;

namespace WeChatPlatform.Privacy;

/// <summary>
/// Takes what leads to a person out of a text before it leaves the country, or before it is kept as knowledge: the one list of it. In
/// doubt it takes out: a number too many costs an answer, one too few cannot be called back. Order numbers, amounts and service lines
/// (400, 800) stay. The time is linear in the length of the text.
/// </summary>
/// <remarks>Read as one sees it: full-width digits, Chinese numerals, separators and invisible characters hide nothing.</remarks>
public static class PersonalData
{
    /// <summary>Stands for a phone.</summary>
    public const string Phone = "[电话]";

    /// <summary>Stands for the number of an identity card, a passport or a travel permit.</summary>
    public const string IdCard = "[证件号]";

    /// <summary>Stands for the number of a bank card or an account.</summary>
    public const string BankCard = "[银行卡号]";

    /// <summary>Stands for a postal address of a street or a building; a city or a district alone stays.</summary>
    public const string Address = "[地址]";

    /// <summary>Stands for an e-mail address.</summary>
    public const string Email = "[邮箱]";

    /// <summary>Stands for a name on WeChat.</summary>
    public const string WeChat = "[微信号]";

    /// <summary>Stands for a number on QQ.</summary>
    public const string Qq = "[QQ号]";

    /// <summary>Stands for a number plate.</summary>
    public const string Plate = "[车牌号]";

    /// <summary>Stands for what a person is called.</summary>
    public const string Person = "[姓名]";

    /// <summary>Stands for the number of an order, a parcel or a device.</summary>
    public const string Reference = "[单号]";

    /// <summary>The text with each find replaced by its mark. What is masked already stays as it is.</summary>
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = PlainText.Of(text);
        return Replace(text, [.. PersonalNumbers.TakeFrom(plain), .. PostalAddresses.TakeFrom(plain)]);
    }

    /// <summary>
    /// The text without all that leads to a person: what <see cref="Mask"/> takes, and e-mail addresses, names on WeChat and QQ, number plates. For texts
    /// that are kept.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="keep">
    /// What is nobody's but the company's own: its phones, its mailbox, its address. Compared by letters and digits alone; absent keeps nothing.
    /// </param>
    /// <returns>The text, and how many finds were replaced.</returns>
    public static (string Text, int Count) Redact(string text, IReadOnlyCollection<string>? keep = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var finds = FindsIn(PlainText.Of(text));
        Keep(finds, text, keep);
        return (Replace(text, finds), finds.Count);
    }

    /// <summary>
    /// What people wrote to each other, without all that leads to one of them: what <see cref="Redact"/> takes, what the customer is called, forms of address
    /// with a family name, and numbers of orders, parcels and devices, which are one customer's.
    /// </summary>
    /// <param name="text">A message, or what was made of one.</param>
    /// <param name="names">What WeChat calls the customer, remarks of staff included; empty where it is not known.</param>
    /// <param name="keep">What is nobody's but the company's own, as <see cref="Redact"/> keeps it.</param>
    /// <returns>Absent when the text cannot be searched in time: then nothing of it may be kept.</returns>
    public static string? RedactSpoken(string text, IReadOnlyCollection<string> names, IReadOnlyCollection<string>? keep = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(names);
        try
        {
            var plain = PlainText.Of(text);
            List<PersonalFind> finds =
            [
                .. PersonalNames.TakeNames(plain, names), .. FindsIn(plain), .. PersonalNumbers.TakeReferences(plain), .. PersonalNames.TakeAddressed(plain),
            ];
            Keep(finds, text, keep);
            return Replace(text, finds);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // In this order: an e-mail address may begin with a phone, what follows 微信 may be one.
    private static List<PersonalFind> FindsIn(PlainText plain) =>
    [
        .. PersonalContacts.TakeAddresses(plain), .. PersonalNumbers.TakeFrom(plain), .. PersonalContacts.TakeNames(plain), .. PostalAddresses.TakeFrom(plain),
    ];

    private static void Keep(List<PersonalFind> finds, string text, IReadOnlyCollection<string>? keep)
    {
        if (keep is { Count: > 0 })
        {
            var own = keep.Select(Bare).ToHashSet(StringComparer.Ordinal);
            finds.RemoveAll(find => own.Contains(Bare(text[find.Start..find.End])));
        }
    }

    private static string Bare(string text) => new([.. text.Normalize(System.Text.NormalizationForm.FormKC).Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static string Replace(string text, List<PersonalFind> finds)
    {
        if (finds.Count == 0)
        {
            return text;
        }

        finds.Sort((one, other) => one.Start.CompareTo(other.Start));

        var masked = new System.Text.StringBuilder(text.Length);
        var done = 0;
        foreach (var find in finds)
        {
            masked.Append(text, done, find.Start - done).Append(find.Mark);
            done = find.End;
        }

        return masked.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Whether a text has a mark in it: an answer that has one was made from a masked text and is no answer to a customer.</summary>
    public static bool HoldsMark(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Marks.Any(mark => text.Contains(mark, StringComparison.Ordinal));
    }

    /// <summary>The text without the marks.</summary>
    public static string WithoutMarks(string text) => Marks.Aggregate(text, (rest, mark) => rest.Replace(mark, "", StringComparison.Ordinal));

    private static readonly string[] Marks = [Phone, IdCard, BankCard, Address, Email, WeChat, Qq, Plate, Person, Reference];
}

/// <summary>A piece of the original text, from <paramref name="Start"/> to before <paramref name="End"/>, and what is put there.</summary>
internal readonly record struct PersonalFind(int Start, int End, string Mark);
