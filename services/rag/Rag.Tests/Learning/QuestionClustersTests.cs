using WeChatPlatform.Rag.Learning;

namespace WeChatPlatform.Rag.Tests.Learning;

public sealed class QuestionClustersTests
{
    [Fact]
    public void Questions_that_ask_the_same_come_together_the_most_frequent_first()
    {
        string[] questions =
            ["能开发票吗", "请问可以开发票吗？", "冬天充电慢怎么办", "开发票可以吗", "冬天充电为什么慢", "支持花呗分期吗"];

        var clusters = QuestionClusters.Of(questions);

        clusters.Select(cluster => string.Join(",", cluster.Order())).ShouldBe(["0,1,3", "2,4", "5"]);
    }

    [Fact]
    public void Models_are_not_confused() => QuestionClusters.Of(["7kW充电桩多少钱", "11kW充电桩多少钱"]).Count.ShouldBe(2);

    [Fact]
    public void Every_question_with_words_stands_in_one_cluster()
    {
        string[] questions = [.. Enumerable.Range(0, 60).Select(number => $"第{number % 20}种套餐{(number % 3 == 0 ? "多少钱" : "怎么办理")}")];

        QuestionClusters.Of(questions).SelectMany(cluster => cluster).Order().ShouldBe(Enumerable.Range(0, 60));
    }

    [Fact]
    public void Nothing_makes_no_cluster() => QuestionClusters.Of([]).ShouldBeEmpty();
}
