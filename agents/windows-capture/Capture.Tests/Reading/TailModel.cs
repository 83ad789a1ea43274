using System.Globalization;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>
/// The true history of one chat and the ways a window shows it: few different texts, so that they repeat; ids that are
/// stable, of places, or absent; sides told or not; times that are labelled anew every day; messages taken back.
/// </summary>
internal sealed class TailModel
{
    private static readonly string[] Texts = ["好的", "在吗", "多少钱", "[图片]", "谢谢", "7kW 的充电桩怎么装"];
    private static readonly string[] Members = ["赵", "钱"];

    private readonly Random _random;
    private readonly bool _differs;
    private readonly int _texts;
    private readonly bool _isGroup;
    private readonly bool _sidesTold;
    private readonly int _loaded;
    private readonly List<Said> _history = [];
    private DateTimeOffset _now = new(2026, 2, 27, 22, 40, 0, TimeSpan.FromHours(8));

    public TailModel(int seed, bool differs)
    {
        _differs = differs;
        _random = new Random(seed);
        _texts = _random.Next(1, Texts.Length + 1);
        _isGroup = _random.Next(4) == 0;
        _sidesTold = _random.Next(3) > 0;
        _loaded = _random.Next(4) == 0 ? _random.Next(5, 10) : _random.Next(10, 40);
        Ids = (IdMode)_random.Next(3);
        Say(_random.Next(1, 14));
    }

    public enum IdMode
    {
        Stable,
        Slots,
        None,
    }

    public IdMode Ids { get; }

    public int Count => _history.Count;

    /// <summary>One message or notice of the true history.</summary>
    public sealed class Said
    {
        public required int Id { get; init; }
        public required string Text { get; init; }
        public required bool Own { get; init; }
        public string? Sender { get; init; }
        public required DateTimeOffset At { get; init; }
        public bool TakenBack { get; set; }
    }

    /// <summary>Rows as the window shows them; <see cref="Shown"/> tells which message each is, null for times and notices.</summary>
    public sealed record View(IReadOnlyList<MessageRow> Rows, IReadOnlyList<Said?> Shown, bool AtBottom);

    /// <summary>Time passes, people speak, somebody takes something back.</summary>
    public void Live()
    {
        _now += _random.Next(5) switch
        {
            0 => TimeSpan.FromHours(_random.Next(1, 40)),
            1 => TimeSpan.FromMinutes(_random.Next(6, 50)),
            _ => TimeSpan.FromSeconds(_random.Next(1, 100)),
        };
        Say(_random.Next(6) switch
        {
            0 => 0,
            5 => _random.Next(3, 12),
            _ => _random.Next(1, 4),
        });
        if (_random.Next(6) == 0)
        {
            _history[^_random.Next(1, Math.Min(5, _history.Count) + 1)].TakenBack = true;
        }
    }

    /// <summary>How many messages of others came after the one with this id.</summary>
    public int OthersAfter(int id) => _history.Count(said => said.Id > id && !said.Own);

    public View AtBottom() => Show(_history.Count, _loaded);

    /// <summary>Somewhere in the list, or a list that is still filling from its newest row.</summary>
    public View Anywhere() => _random.Next(3) switch
    {
        0 => Show(_history.Count, _random.Next(1, _loaded + 1)),
        1 => Show(Math.Max(1, _history.Count - _random.Next(1, 6)), _loaded),
        _ => AtBottom(),
    };

    public bool Chance(int of) => _random.Next(of) == 0;

    private void Say(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _now += TimeSpan.FromSeconds(_random.Next(8) == 0 ? _random.Next(301, 2000) : _random.Next(1, 200));
            var own = _random.Next(4) == 0;
            _history.Add(new Said
            {
                Id = _history.Count,
                Text = _differs && _random.Next(4) > 0 ? $"第{_history.Count}句" : Texts[_random.Next(_texts)],
                Own = own,
                Sender = _isGroup && !own ? Members[_random.Next(Members.Length)] : null,
                At = _now,
            });
        }
    }

    private View Show(int end, int count)
    {
        var start = Math.Max(0, end - count);
        var rows = new List<MessageRow>();
        var shown = new List<Said?>();
        var divider = _random.Next(10) == 0 ? _random.Next(start, end) : -1;
        for (var index = start; index < end; index++)
        {
            var said = _history[index];
            if (index == 0 || said.At - _history[index - 1].At > TimeSpan.FromMinutes(5))
            {
                // The first row of a list may come without its time.
                if (index > start || _random.Next(2) == 0)
                {
                    var label = Label(said.At, _now);
                    var at = TimeRow.Read(label, _now) ?? throw new InvalidOperationException($"'{label}' at {_now:O} is not understood.");
                    Add(new MessageRow(RowKind.Time, label) { At = at }, null);
                }
            }

            if (index == divider)
            {
                Add(new MessageRow(RowKind.System, "以下是新消息"), null);
            }

            Add(said.TakenBack ? new MessageRow(RowKind.System, "对方撤回了一条消息") : new MessageRow(
                RowKind.Text,
                said.Text,
                Side: !_sidesTold || _random.Next(12) == 0 ? RowSide.Unknown : said.Own ? RowSide.Own : RowSide.Other,
                Sender: _sidesTold ? said.Sender : null), said);
        }

        return new View(rows, shown, end == _history.Count);

        void Add(MessageRow row, Said? said)
        {
            rows.Add(row with
            {
                RuntimeId = Ids switch
                {
                    IdMode.Slots => $"7.{rows.Count}",
                    IdMode.Stable when said is not null => $"42.{said.Id}",
                    _ => null,
                },
            });
            shown.Add(said);
        }
    }

    /// <summary>As the client labels a time on the day of the reading.</summary>
    private static string Label(DateTimeOffset at, DateTimeOffset now)
    {
        var clock = at.ToString("HH:mm", CultureInfo.InvariantCulture);
        var days = (now.Date - at.Date).Days;
        return days switch
        {
            0 => clock,
            1 => $"昨天 {clock}",
            < 7 => $"星期{"日一二三四五六"[(int)at.DayOfWeek]} {clock}",
            _ => $"{at.Year}年{at.Month}月{at.Day}日 {clock}",
        };
    }
}
