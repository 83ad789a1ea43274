namespace WeChatPlatform.Search.Tests;

public sealed class BuiltInEmbedderTests
{
    private static readonly CorpusStatistics Corpus = Learned();

    [Fact]
    public async Task Texts_become_unit_vectors_in_order()
    {
        var embedder = new BuiltInEmbedder(Corpus);

        var vectors = await embedder.EmbedAsync(["充电桩保修多久", "怎么付款"], CancellationToken.None);

        vectors.Count.ShouldBe(2);
        vectors.ShouldAllBe(vector => vector.Length == embedder.Dimensions && Math.Abs(Dot(vector, vector) - 1) < 1e-5);
        vectors[0].ShouldBe(embedder.Embed("充电桩保修多久"));
    }

    [Fact]
    public void A_paraphrase_is_nearer_than_a_stranger()
    {
        var embedder = new BuiltInEmbedder(Corpus);
        var asked = embedder.Embed("充电桩质保几年");

        Dot(asked, embedder.Embed("充电桩保修多久")).ShouldBeGreaterThan(Dot(asked, embedder.Embed("可以用微信付款吗")) + 0.2f);
    }

    [Fact]
    public void A_text_without_words_is_all_zeros() =>
        new BuiltInEmbedder(Corpus).Embed("？！").ShouldAllBe(component => component == 0);

    [Fact]
    public void The_name_says_that_it_is_built_in_and_of_which_corpus()
    {
        var name = new BuiltInEmbedder(Corpus).Name;

        name.ShouldStartWith("built-in/");
        new BuiltInEmbedder(Learned()).Name.ShouldBe(name);
        new BuiltInEmbedder(new CorpusStatistics()).Name.ShouldNotBe(name);
        new BuiltInEmbedder(Corpus, 256).Name.ShouldNotBe(name);
    }

    [Fact]
    public void Statistics_that_were_written_and_read_make_the_same_embedder()
    {
        var read = CorpusStatistics.Read(Corpus.Write());

        new BuiltInEmbedder(read).Name.ShouldBe(new BuiltInEmbedder(Corpus).Name);
        new BuiltInEmbedder(read).Embed("充电桩").ShouldBe(new BuiltInEmbedder(Corpus).Embed("充电桩"));
    }

    [Fact]
    public void Statistics_that_are_damaged_are_refused()
    {
        Should.Throw<InvalidDataException>(() => CorpusStatistics.Read([]));
        Should.Throw<InvalidDataException>(() => CorpusStatistics.Read([9, 1, 2, 3]));
        Should.Throw<InvalidDataException>(() => CorpusStatistics.Read(Corpus.Write().AsSpan(0, 60)));
    }

    [Fact]
    public void An_entry_that_was_counted_and_taken_back_leaves_nothing()
    {
        var corpus = Learned();
        var entry = Knowledge.Faq("多出来的一条", "答案");
        corpus.Add(entry);
        corpus.Remove(entry);

        new BuiltInEmbedder(corpus).Name.ShouldBe(new BuiltInEmbedder(Corpus).Name);
    }

    private static CorpusStatistics Learned()
    {
        var corpus = new CorpusStatistics();
        foreach (var title in (string[])["充电桩保修多久", "怎么付款", "充电桩多少钱", "发什么快递", "可以开发票吗"])
        {
            corpus.Add(Knowledge.Faq(title, ""));
        }

        return corpus;
    }

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
}
