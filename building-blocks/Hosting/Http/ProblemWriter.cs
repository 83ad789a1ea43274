using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Hosting;

/// <summary>
/// Writes every problem of the process: a stable code in title, a text for people in detail, the trace to look it up by.
/// It does not ask what the caller accepts: a refusal without its reason helps nobody.
/// </summary>
internal sealed class ProblemWriter(IOptions<JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        problem.Status ??= http.Response.StatusCode;
        var (code, detail) = ProblemCodes.Of(problem.Status.Value);
        if (!ProblemCodes.IsCode(problem.Title))
        {
            problem.Title = code;
            problem.Detail ??= detail;
        }

        problem.Type ??= "about:blank";
        problem.Extensions.Remove("traceId");
        problem.Extensions.TryAdd("trace_id", Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        http.Response.StatusCode = problem.Status.Value;
        await http.Response.WriteAsJsonAsync(
            problem, problem.GetType(), json.Value.SerializerOptions, "application/problem+json", http.RequestAborted);
    }
}
