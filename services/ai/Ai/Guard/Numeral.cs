using System.Globalization;

namespace WeChatPlatform.Ai.Guard;

/// <summary>
/// A number as it is written: 1,980.00, 一千九百八十, 1万2, 三千五, 一点五, 三四 (then <see cref="High"/> is 4), 十几 and 100多 (then it is
/// approximate). <see cref="Digits"/> are its digits when it is written digit by digit.
/// </summary>
internal readonly record struct Numeral(int Start, int End, decimal Low, decimal High, bool Chinese, bool Approximate, string Digits)
{
    private const string ChineseDigits = "零一二三四五六七八九";
    private const int MostDigits = 18;
    private const decimal Most = 1_000_000_000_000_000;

    public bool IsSingleDigit => End - Start == 1;

    /// <summary>Of an approximate number what it is surely less than: 1800多 is below 1900.</summary>
    public decimal Ceiling
    {
        get
        {
            var step = 1m;
            while (Low != 0 && Low % (step * 10) == 0)
            {
                step *= 10;
            }

            return Low + step;
        }
    }

    public static bool TryRead(GuardText text, int at, out Numeral numeral)
    {
        numeral = default;
        return (char.IsAsciiDigit(text[at]) ? !char.IsAsciiDigit(text[at - 1]) : Digit(text[at]) >= 0 || text[at] is '十' or '拾')
            && new Reading(text, at).TryRead(out numeral);
    }

    public static int Digit(char character) => character switch
    {
        '〇' => 0,
        '两' or '俩' => 2,
        '幺' or '壹' => 1,
        '贰' => 2,
        '叁' or '仨' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        _ => ChineseDigits.IndexOf(character, StringComparison.Ordinal),
    };

    private static decimal Multiplier(char character) => character switch
    {
        '十' or '拾' => 10,
        '百' or '佰' => 100,
        '千' or '仟' => 1000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => 0,
    };

    private struct Reading
    {
        private readonly GuardText text;
        private readonly int start;
        private decimal total;
        private decimal section;
        private decimal current;
        private bool hasCurrent;
        private decimal last;
        private bool zero;
        private int at;
        private string digits = "";

        public Reading(GuardText text, int start) => (this.text, this.start, at) = (text, start, start);

        public bool TryRead(out Numeral numeral)
        {
            numeral = default;
            while (true)
            {
                if (char.IsAsciiDigit(text[at]))
                {
                    if (hasCurrent || !ReadArabic())
                    {
                        break;
                    }
                }
                else if (Digit(text[at]) >= 0)
                {
                    if (hasCurrent)
                    {
                        break;
                    }

                    var run = Run();
                    if (run > 1 && last == 0 && Multiplier(text[at + run]) == 0)
                    {
                        return ReadRun(run, out numeral);
                    }

                    ReadDigit();
                }
                else if (Multiplier(text[at]) is > 0 and var multiplier && !IsUnit() && total + section + current < Most)
                {
                    Multiply(multiplier);
                }
                else
                {
                    break;
                }
            }

            if (at == start)
            {
                return false;
            }

            // 一百二 is 120, 3千5 is 3500; but 一百零二 is 102.
            section += hasCurrent && last >= 100 && !zero && current < 10 ? current * last / 10 : current;
            var value = total + section + Fraction();
            var approximate = text[at] is '多' or '余' or '几' && value >= 10;
            numeral = new Numeral(
                start, approximate ? at + 1 : at, value, value, !char.IsAsciiDigit(text[start]), approximate, digits);
            return true;
        }

        private void ReadDigit()
        {
            var digit = Digit(text[at]);
            if (digit == 0 && last > 0)
            {
                zero = true;
            }
            else
            {
                current = digit;
                hasCurrent = true;
            }

            at++;
        }

        private void Multiply(decimal multiplier)
        {
            if (multiplier >= 10_000)
            {
                // 一亿二千万: the 亿 is done; 三万亿: the 万 is multiplied once more.
                total = total >= 100_000_000 && multiplier == 10_000
                    ? total + ((section + current) * multiplier)
                    : (total + section + current) * multiplier;
                section = 0;
            }
            else
            {
                section += (hasCurrent ? current : 1) * multiplier;
            }

            current = 0;
            hasCurrent = false;
            zero = false;
            last = multiplier;
            digits = "";
            at++;
        }

        // 千瓦, 千克, 千米: the unit's, not the number's. 百分之, 万分之: a percentage follows.
        private readonly bool IsUnit() =>
            (text[at] == '千' && text[at + 1] is '瓦' or '克' or '米' or '伏' or '卡' or '帕' or '赫' or '安' or '兆')
            || (text[at + 1] == '分' && text[at + 2] == '之');

        private readonly int Run()
        {
            var run = 0;
            while (run <= MostDigits && Digit(text[at + run]) >= 0)
            {
                run++;
            }

            return run;
        }

        // 三四天 are three to four; 二〇二六 and 四零零八 go digit by digit.
        private bool ReadRun(int run, out Numeral numeral)
        {
            numeral = default;
            if (run > MostDigits)
            {
                return false;
            }

            var written = string.Create(run, (text, at), static (span, from) =>
            {
                for (var place = 0; place < span.Length; place++)
                {
                    span[place] = (char)('0' + Digit(from.text[from.at + place]));
                }
            });
            var end = at + run;
            var range = run == 2 && (written[1] == written[0] + 1 || written == "35") && written[0] != '0';
            at = end;
            var value = range ? 0 : decimal.Parse(written, CultureInfo.InvariantCulture);
            numeral = range
                ? new Numeral(start, end, written[0] - '0', written[1] - '0', Chinese: true, Approximate: false, written)
                : new Numeral(start, end, value, value, Chinese: true, Approximate: false, written);
            return true;
        }

        private bool ReadArabic()
        {
            var end = at;
            while (char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            if (end - at <= 3)
            {
                while (text[end] == ',' && IsGroup(end + 1))
                {
                    end += 4;
                }
            }

            if (text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
            {
                end++;
                while (char.IsAsciiDigit(text[end]))
                {
                    end++;
                }
            }

            var written = text.Text[at..end].Replace(",", "", StringComparison.Ordinal);
            digits = written;

            // Longer ones are no quantities; their digits tell them apart.
            current = written.Length <= MostDigits ? decimal.Parse(written, CultureInfo.InvariantCulture) : 0;

            hasCurrent = true;
            at = end;
            return true;
        }

        private readonly bool IsGroup(int from) =>
            char.IsAsciiDigit(text[from]) && char.IsAsciiDigit(text[from + 1]) && char.IsAsciiDigit(text[from + 2])
            && !char.IsAsciiDigit(text[from + 3]);

        // 一点五 is 1.5; 八点二十 and 三点五分 are times of the day.
        private decimal Fraction()
        {
            if (text[at] != '点' || Digit(text[at + 1]) < 0 || char.IsAsciiDigit(text[at - 1]))
            {
                return 0;
            }

            var end = at + 1;
            while (Digit(text[end]) >= 0 && end - at < MostDigits)
            {
                end++;
            }

            if (Multiplier(text[end]) is > 0 and < 1000 || text[end] is '分' or '刻')
            {
                return 0;
            }

            decimal fraction = 0, place = 1;
            for (var digit = at + 1; digit < end; digit++)
            {
                place /= 10;
                fraction += Digit(text[digit]) * place;
            }

            at = end;
            return fraction;
        }
    }
}
