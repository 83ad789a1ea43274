using System.Globalization;
using System.Text;
using System.Text.Json;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>
/// Reads and evaluates Milvus's boolean expressions, as far as the adapter uses them, by the rules of its documentation: comparisons,
/// in, array_contains_any, and, texts in double quotes with the escapes of Go.
/// </summary>
internal sealed class MilvusExpression
{
    private readonly List<Func<JsonElement, bool>> _clauses = [];
    private readonly string _text;
    private int _at;

    private MilvusExpression(string text)
    {
        _text = text;
        do
        {
            _clauses.Add(Clause());
        }
        while (Takes("and "));

        if (_at != _text.Length)
        {
            throw new FormatException($"cannot parse expression at {_at}");
        }
    }

    /// <exception cref="FormatException">It is no expression.</exception>
    public static Func<JsonElement, bool> Parse(string text)
    {
        var expression = new MilvusExpression(text);
        return row => expression._clauses.TrueForAll(clause => clause(row));
    }

    private Func<JsonElement, bool> Clause()
    {
        var name = Name();
        if (name == "array_contains_any")
        {
            Expect("(");
            var field = Name();
            Expect(",");
            var wanted = Texts();
            Expect(")");
            return row => row.GetProperty(field).EnumerateArray().Any(element => wanted.Contains(element.GetString()!));
        }

        if (Takes("in "))
        {
            var texts = Texts();
            return row => texts.Contains(row.GetProperty(name).GetString()!);
        }

        foreach (var (sign, holds) in new (string, Func<long, long, bool>)[]
                 {
                     ("<=", (left, right) => left <= right), (">=", (left, right) => left >= right), ("==", (left, right) => left == right),
                     ("<", (left, right) => left < right), (">", (left, right) => left > right),
                 })
        {
            if (Takes(sign))
            {
                var number = Number();
                return row => holds(row.GetProperty(name).GetInt64(), number);
            }
        }

        throw new FormatException($"cannot parse expression at {_at}");
    }

    private HashSet<string> Texts()
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        Expect("[");
        do
        {
            texts.Add(Text());
        }
        while (Takes(","));

        Expect("]");
        return texts;
    }

    private string Text()
    {
        Expect("\"", skipsAfter: false);
        var text = new StringBuilder();
        while (_text[_at] != '"')
        {
            var character = _text[_at++];
            if (character is '\n' or '\r')
            {
                throw new FormatException("a line break in a text");
            }

            if (character != '\\')
            {
                text.Append(character);
                continue;
            }

            var escape = _text[_at++];
            text.Append(escape switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '"' or '\\' => escape,
                'u' => (char)int.Parse(_text.AsSpan((_at += 4) - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                _ => throw new FormatException($"unknown escape {escape}"),
            });
        }

        Expect("\"");
        return text.ToString();
    }

    private string Name()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
        {
            _at++;
        }

        var name = _at > start ? _text[start.._at] : throw new FormatException($"cannot parse expression at {_at}");
        Skip();
        return name;
    }

    private long Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '-'))
        {
            _at++;
        }

        var number = long.Parse(_text.AsSpan(start, _at - start), CultureInfo.InvariantCulture);
        Skip();
        return number;
    }

    private bool Takes(string word)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }

        _at += word.Length;
        Skip();
        return true;
    }

    private void Expect(string word, bool skipsAfter = true)
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0)
        {
            throw new FormatException($"{word} expected at {_at}");
        }

        _at += word.Length;
        if (skipsAfter)
        {
            Skip();
        }
    }

    private void Skip()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }
}
