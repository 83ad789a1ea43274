using Microsoft.Extensions.Logging.Abstractions;

namespace WeChatPlatform.Search.Remote.Tests;

/// <summary>Moving to another model while the company works on.</summary>
public sealed class SwitchTests : IDisposable
{
    private readonly MemoryVectorIndex _formerIndex = new(4);
    private readonly MemoryVectorIndex _nextIndex = new(6);
    private readonly List<IndexEntry> _knowledge = [.. Enumerable.Range(0, 25).Select(number => Entries.Passage($"第{number}条", "内容"))];
    private readonly EmbeddingSwitch _switch;
    private readonly VectorSide _next;
    private int _held;

    public SwitchTests()
    {
        _switch = new EmbeddingSwitch(new VectorSide(new TextEmbedder("former", 4), _formerIndex), NullLogger<EmbeddingSwitch>.Instance);
        _next = new VectorSide(new TextEmbedder("next", 6), _nextIndex);
    }

    public void Dispose()
    {
        _switch.Dispose();
        _formerIndex.Dispose();
        _nextIndex.Dispose();
    }

    [Fact]
    public async Task Everything_is_embedded_anew_and_then_both_parts_change_together()
    {
        var former = _switch.Current;
        var seenWhileFilling = new List<VectorSide>();

        var move = await MoveAsync(progress: _ => seenWhileFilling.Add(_switch.Current));

        move.ShouldBe(new EmbeddingMove(IsInForce: true, 25, 0));
        seenWhileFilling.ShouldAllBe(side => side == former);
        _switch.Current.ShouldBe(_next);
        var vector = (await _next.Embedder.EmbedAsync([EntryText.ForEmbedding(_knowledge[7])], CancellationToken.None))[0];
        (await _switch.Current.Index.SearchAsync(vector, Entries.Everything, 1, CancellationToken.None)).Single().EntryId.ShouldBe(_knowledge[7].EntryId);
    }

    [Fact]
    public async Task What_changes_while_it_is_filled_is_caught_up_with()
    {
        var (changed, removed, added) = (_knowledge[3], _knowledge[20], Entries.Passage("新增", "新的内容"));
        var passes = 0;
        var moving = MoveAsync(beforeBatch: batch =>
        {
            // In the first pass, after the entry was copied.
            if (batch == 2 && passes++ == 0)
            {
                _knowledge[3] = changed with { Title = "改过的标题" };
                _knowledge.Remove(removed);
                _knowledge.Add(added);
            }
        });

        (await moving).ShouldBe(new EmbeddingMove(IsInForce: true, 25, 3));

        await ShouldFindAsync(changed with { Title = "改过的标题" });
        await ShouldFindAsync(added);
        (await _nextIndex.CountAsync(CancellationToken.None)).ShouldBe(25);
    }

    [Fact]
    public async Task Only_the_last_pass_holds_changes_back()
    {
        var heldDuringPass = new List<int>();

        await MoveAsync(beforeBatch: batch => heldDuringPass.Add(batch == 0 ? _held : -1));

        heldDuringPass.Where(held => held >= 0).ShouldBe([0, 1]);
        _held.ShouldBe(0);
    }

    [Fact]
    public async Task Without_verification_the_former_side_stays()
    {
        var former = _switch.Current;

        (await MoveAsync(verified: false)).IsInForce.ShouldBeFalse();

        _switch.Current.ShouldBe(former);
        _held.ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_fails_on_the_way_leaves_the_former_side_and_another_move_can_follow()
    {
        var former = _switch.Current;
        await Should.ThrowAsync<SearchUnavailableException>(() => MoveAsync(beforeBatch: batch =>
        {
            if (batch == 1)
            {
                throw new SearchUnavailableException("The embedding endpoint cannot be reached.");
            }
        }));
        _switch.Current.ShouldBe(former);

        (await MoveAsync()).IsInForce.ShouldBeTrue();
    }

    [Fact]
    public async Task A_filling_sends_only_what_is_new_or_different()
    {
        var (sent, gone) = (new List<int>(), new List<int>());
        var filling = new IndexFilling(
            (entries, _) =>
            {
                sent.Add(entries.Count);
                return Task.CompletedTask;
            },
            (ids, _) =>
            {
                gone.Add(ids.Count);
                return Task.CompletedTask;
            });
        (await filling.PassAsync(Batches(null), null, CancellationToken.None)).ShouldBe(25);
        _knowledge[0] = _knowledge[0] with { Scope = _knowledge[0].Scope with { UntilRelease = 2 } };
        _knowledge[1] = _knowledge[1] with { Vector = [1, 2, 3, 4] };
        _knowledge.RemoveAt(24);

        (await filling.PassAsync(Batches(null), null, CancellationToken.None)).ShouldBe(2);
        (await filling.PassAsync(Batches(null), null, CancellationToken.None)).ShouldBe(0);

        sent.ShouldBe([10, 10, 5, 1]);
        gone.ShouldBe([1]);
        filling.Count.ShouldBe(24);
    }

    private Task<EmbeddingMove> MoveAsync(Action<int>? beforeBatch = null, Action<long>? progress = null, bool verified = true) => _switch.MoveAsync(
        _next,
        _ => Batches(beforeBatch),
        _ =>
        {
            _held++;
            return Task.FromResult<IAsyncDisposable>(new Hold(this));
        },
        (_, _) => Task.FromResult(verified),
        progress,
        CancellationToken.None);

    private async IAsyncEnumerable<IReadOnlyList<IndexEntry>> Batches(Action<int>? before)
    {
        var number = 0;
        foreach (var batch in _knowledge.ToList().Chunk(10))
        {
            await Task.Yield();
            before?.Invoke(number++);
            yield return batch;
        }
    }

    private async Task ShouldFindAsync(IndexEntry entry)
    {
        var vector = (await _next.Embedder.EmbedAsync([EntryText.ForEmbedding(entry)], CancellationToken.None))[0];
        var hit = (await _nextIndex.SearchAsync(vector, Entries.Everything, 1, CancellationToken.None)).Single();
        hit.EntryId.ShouldBe(entry.EntryId);
        hit.Score.ShouldBe(1, 0.001);
    }

    private sealed class Hold(SwitchTests tests) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            tests._held--;
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A vector for each text, of no meaning and always the same.</summary>
    private sealed class TextEmbedder(string name, int dimensions) : IEmbedder
    {
        public string Name => name;

        public int Dimensions => dimensions;

        public Task<IReadOnlyList<float[]>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<float[]>>([.. texts.Select(Vector)]);

        private float[] Vector(string text)
        {
            var random = new Random(text.Aggregate(17, (sum, character) => unchecked((sum * 31) + character)));
            return Entries.Unit([.. Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5))]);
        }
    }
}
