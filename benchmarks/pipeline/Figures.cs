using System.Globalization;
using WeChatPlatform.Testing;

namespace WeChatPlatform.PipelineBenchmark;

/// <summary>Times and costs as text. Times are in milliseconds.</summary>
internal static class Figures
{
    public static string Latency(IEnumerable<Question> answered)
    {
        var times = answered.Select(question => question.FromAccepted.TotalMilliseconds).Order().ToList();
        return times.Count == 0
            ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{At(times, 0.50),7:0.0} {At(times, 0.95),8:0.0} {At(times, 0.99),8:0.0} {times[^1],8:0.0}");
    }

    /// <summary>Between two readings: what a turn cost in each process, and what each process holds at the end.</summary>
    public static void PrintUsage(
        TextWriter output, Dictionary<string, ProcessUsage> before, Dictionary<string, ProcessUsage> after, int turns, TimeSpan took)
    {
        output.WriteLine("  process             CPU ms/turn   cores   KB allocated/turn   RSS MB   PSS MB");
        double cpu = 0, cores = 0, allocated = 0, resident = 0, proportional = 0;
        foreach (var (name, now) in after)
        {
            var spent = (now.Cpu - before[name].Cpu).TotalMilliseconds;
            var made = (now.Allocated - before[name].Allocated) / 1024.0;
            output.WriteLine(Line(name, spent / turns, spent / took.TotalMilliseconds, made / turns, Mega(now.Resident), Mega(now.Proportional)));
            if (!name.StartsWith('('))
            {
                cpu += spent / turns;
                cores += spent / took.TotalMilliseconds;
                allocated += made / turns;
                resident += Mega(now.Resident);
                proportional += Mega(now.Proportional);
            }
        }

        output.WriteLine(Line("the platform", cpu, cores, allocated, resident, proportional));
    }

    public static double Mega(long bytes) => bytes / 1048576.0;

    private static string Line(string name, double cpu, double cores, double allocated, double resident, double proportional) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"  {name,-18} {cpu,12:0.00} {cores,7:0.00} {allocated,19:0} {resident,8:0} {proportional,8:0}");

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}
