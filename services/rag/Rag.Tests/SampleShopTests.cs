using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag.Tests;

/// <summary>The sample knowledge base is whole; what it answers is tested where the search is.</summary>
public sealed class SampleShopTests
{
    private static readonly Redactor Redactor = new([]);
    private static readonly IReadOnlyList<(string Name, KnowledgeFile File)> Files = Load();

    [Fact]
    public void The_sample_loads_without_a_fault() =>
        Files.ShouldAllBe(file => file.File.Faults.Count == 0);

    [Fact]
    public void The_sample_holds_a_shops_worth_of_questions_and_passages()
    {
        Files.Sum(file => file.File.Faq.Count).ShouldBeGreaterThanOrEqualTo(45);
        Files.Sum(file => file.File.Chunks.Count).ShouldBeGreaterThan(10);
        Files.SelectMany(file => file.File.Faq).ShouldAllBe(entry => entry.Similar.Count >= 2);
    }

    [Fact]
    public void Nothing_of_the_sample_is_taken_for_somebodys_personal_data() => Redactor.Count.ShouldBe(0);

    private static List<(string Name, KnowledgeFile File)> Load() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "charging-pile-shop", "knowledge"))
            .Select(path => (Path.GetFileName(path), KnowledgeFile.Read(path, File.ReadAllBytes(path), new RagOptions(), Redactor)))];
}
