namespace WeChatPlatform.Rag.Tests;
public sealed class Scratch(ITestOutputHelper output)
{
    [Theory]
    [InlineData("cmcc_kb","faq",1)] [InlineData("cmcc_kb","document",1)] [InlineData("cmcc_intent","faq",3)] [InlineData("cmrc2018_dev","document",4)][InlineData("baoxian_faq","faq",1)]
    public void T(string set, string kind, int step)
    {
        var index = new KnowledgeIndex(EvalData.Documents(set, kind));
        var qs = EvalData.Queries(set).Where((_, i) => i % step == 0).ToList();
        var rs = qs.ConvertAll(q => (q, h: index.Search(q.Q, 10)));
        double mrr = rs.Average(r => r.h.Select((x, i) => r.q.Rel.Contains(x.Id) ? 1.0 / (i + 1) : 0).FirstOrDefault(v => v > 0));
        output.WriteLine($"{set} {kind} mrr {mrr:F3} r1 {rs.Average(r => r.h.Count>0 && r.q.Rel.Contains(r.h[0].Id) ? 1.0:0):F3} r5 {rs.Average(r => r.h.Take(5).Any(x=>r.q.Rel.Contains(x.Id)) ? 1.0:0):F3}");
        foreach (var t in new[]{.55,.75}) { var a = rs.Where(r=>r.h.Count>0&&r.h[0].Score>=t).ToList(); output.WriteLine($"  >={t}: {a.Count*1.0/rs.Count:F2} right {a.Count(r=>r.q.Rel.Contains(r.h[0].Id))*1.0/Math.Max(1,a.Count):F2}"); }
        var neg = EvalData.Queries("lcqmc_dev").Take(400).Select(q => index.Search(q.Q,1) is [var x] ? x.Score : 0).Order().ToList();
        output.WriteLine($"  neg 50/90/95/99: {neg[200]:F2} {neg[360]:F2} {neg[380]:F2} {neg[396]:F2}");
    }
}
