namespace WeChatPlatform.Privacy;

/// <summary>
/// Takes phones, numbers of identity papers and bank cards, and postal addresses out of a text before it leaves the country. In
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

    /// <summary>The text with each find replaced by its mark. What is masked already stays as it is.</summary>
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = PlainText.Of(text);
        var finds = PersonalNumbers.TakeFrom(plain).Concat(PostalAddresses.TakeFrom(plain)).OrderBy(find => find.Start).ToList();
        if (finds.Count == 0)
        {
            return text;
        }

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

    private static readonly string[] Marks = [Phone, IdCard, BankCard, Address];
}

/// <summary>A piece of the original text, from <paramref name="Start"/> to before <paramref name="End"/>, and what is put there.</summary>
internal readonly record struct PersonalFind(int Start, int End, string Mark);
