using System.Collections.Immutable;
using System.Globalization;
using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;

namespace WeChatPlatform.Capture.Tests.Reading;

/// <summary>
/// The tail against the true history, in random chats. A chat is read again and again, at its end, scrolled up, still
/// filling; every message must be captured once. What two histories have in common cannot be told apart: where the rows
/// fit the known tail in more than one place the choice must be one of them, and not one for which less speaks than for the
/// true one. A failing seed is in the message; TAIL_SEED=seed runs it alone.
/// </summary>
public sealed class TailModelTests
{
    private const int Keep = 60;

    /// <summary>
    /// Chats of at most six texts, which cannot always be told apart; and chats in which people say different things, and
    /// now and then the same.
    /// </summary>
    [Theory]
    [InlineData(false, 100_000, 0.8)]
    [InlineData(true, 30_000, 0.97)]
    public void Every_message_is_captured_once_however_the_chat_is_shown(bool differs, int cases, double leastTold)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("TAIL_SEED"), CultureInfo.InvariantCulture, out var only))
        {
            new Run(only, differs).Play();
            return;
        }

        var told = 0;
        for (var seed = 0; seed < cases; seed++)
        {
            told += new Run(seed, differs).Play() ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{told} of {cases} chats could be told apart to their end.");
        told.ShouldBeGreaterThan((int)(cases * leastTold));
    }

    private sealed class Run
    {
        private readonly int _seed;
        private readonly TailModel _model;
        private KnownChat _known;
        private bool _cannotBeTold;

        /// <summary>For each row of the known tail the message that it is.</summary>
        private List<TailModel.Said?> _knownSaid;

        public Run(int seed, bool differs)
        {
            _seed = seed;
            _model = new TailModel(seed, differs);
            var first = _model.AtBottom();
            _known = new KnownChat("张三", IsGroup: false, "", [.. first.Rows], Waiting: null);
            _knownSaid = [.. first.Shown];
        }

        /// <summary>False when the chat came to a point where its true history cannot be told from another one.</summary>
        public bool Play()
        {
            for (var reading = 0; reading < 4 && !_cannotBeTold; reading++)
            {
                _model.Live();
                var view = _model.Anywhere();
                var unread = view.AtBottom && _model.Chance(2) ? _model.OthersAfter(LastKnown()) : 0;
                if (!Take(view, unread, isLast: false))
                {
                    // The reader looks again at what joins nothing, or is less than the badge says, with its newest rows.
                    Take(_model.AtBottom(), unread, isLast: true);
                }
            }

            if (!_cannotBeTold)
            {
                Take(_model.AtBottom(), _model.OthersAfter(LastKnown()), isLast: true);
            }

            return !_cannotBeTold;
        }

        private int LastKnown() => _knownSaid.FindLast(said => said is not null)?.Id ?? -1;

        private bool Take(TailModel.View view, int unread, bool isLast)
        {
            var joined = RowAbsorption.Join(_known, new ListedChat("张三", null, unread, "") { IsGroup = false }, view.Rows);
            var absorbed = RowAbsorption.Absorb(
                _known, entry: null, joined, ImmutableDictionary<int, SideReading>.Empty, [], Keep);
            if (absorbed.Gap is not null && !isLast)
            {
                return false;
            }

            (absorbed.Gap is null).ShouldBe(!joined.Lost && absorbed.Missing == 0, Where());
            Check(view, joined, unread);
            _known = absorbed.Chat;
            if (joined.ReachesEnd)
            {
                _knownSaid = [.. _knownSaid.Take(joined.KnownBefore), .. view.Shown];
                _knownSaid = _knownSaid.GetRange(Math.Max(0, _knownSaid.Count - Keep), Math.Min(Keep, _knownSaid.Count));
            }

            _knownSaid.Count.ShouldBe(_known.Rows!.Count, Where());

            // The right messages are new, and yet the rows were laid one off: nobody can tell from such rows.
            var ids = _knownSaid.OfType<TailModel.Said>().Select(said => said.Id).ToList();
            if (!_cannotBeTold && ids.Zip(ids.Skip(1)).Any(pair => pair.Second != pair.First + 1))
            {
                _model.Ids.ShouldNotBe(TailModel.IdMode.Stable, Where());
                _cannotBeTold = true;
            }

            return true;
        }

        private void Check(TailModel.View view, RowAbsorption.Joined joined, int unread)
        {
            var last = LastKnown();
            var fresh = joined.New.Where(index => view.Shown[index] is not null).Select(index => view.Shown[index]!.Id).ToList();
            var expected = view.Shown.OfType<TailModel.Said>().Where(said => said.Id > last).Select(said => said.Id).ToList();
            if (!joined.Lost && fresh.SequenceEqual(expected))
            {
                return;
            }

            var what = $"captured {Show(fresh)} and not {Show(expected)}, badge {unread}, {Where()}\n"
                + $"known: {Show(_known.Rows!)}\nread: {Show(view.Rows)}";
            var places = new TailPlaces(_known.Rows!, view.Rows);
            var truth = places.Of(_knownSaid, view.Shown);
            if (truth is null)
            {
                // Nothing in common with what is known: lost, or it fits somewhere by accident.
                _cannotBeTold = !joined.Lost;
                (joined.Lost || places.All.Count > 0).ShouldBeTrue(what);
                return;
            }

            places.All.ShouldContain(truth.Value, $"the model contradicts itself, {what}");
            if (joined.Lost)
            {
                places.IsWeak(truth.Value, unread).ShouldBeTrue($"lost, although the rows join, {what}");
                return;
            }

            _cannotBeTold = true;
            _model.Ids.ShouldNotBe(TailModel.IdMode.Stable, what);
            places.All.Where(place => places.NewAt(place) == fresh.Count)
                .Any(place => !places.SaysMore(truth.Value, place, unread) || places.IsWeak(truth.Value, unread))
                .ShouldBeTrue(what);
        }

        private static string Show(IEnumerable<int> ids) => $"[{string.Join(' ', ids)}]";

        private static string Show(IEnumerable<MessageRow> rows) => string.Join(' ', rows.Select(row =>
            $"{row.Text}{row.Side switch { RowSide.Own => ">", RowSide.Other => "<", _ => "" }}{row.RuntimeId}"));

        private string Where() => $"seed {_seed}";
    }
}
