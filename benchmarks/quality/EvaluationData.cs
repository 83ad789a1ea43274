using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace WeChatPlatform.Quality;

/// <summary>Sets of real data to measure with. They are read where they lie and never become part of the product.</summary>
internal sealed class EvaluationData(string folder)
{
    /// <summary>The folder that EVAL_DATA names, or shared/eval beside one of the folders above the working directory.</summary>
    public static EvaluationData? Find()
    {
        var named = new ConfigurationBuilder().AddEnvironmentVariables().Build()["EVAL_DATA"];
        if (named is not null)
        {
            return Directory.Exists(named) ? new EvaluationData(named) : null;
        }

        for (var at = new DirectoryInfo(Directory.GetCurrentDirectory()); at is not null; at = at.Parent)
        {
            var beside = Path.Combine(at.FullName, "shared", "eval");
            if (Directory.Exists(beside))
            {
                return new EvaluationData(beside);
            }
        }

        return null;
    }

    public string Folder => folder;

    /// <summary>The lines of one file of a set, as JSON objects.</summary>
    public IReadOnlyList<JsonElement> Lines(string set, string file) =>
        [.. File.ReadLines(Path.Combine(folder, set, file)).Where(line => line.Length > 0).Select(line => JsonElement.Parse(line))];
}
