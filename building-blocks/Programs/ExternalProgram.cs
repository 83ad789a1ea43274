using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace WeChatPlatform.Programs;

/// <summary>
/// How a program ended. <paramref name="Output"/> is empty unless it succeeded. <paramref name="Errors"/> are the first characters that it
/// wrote to standard error: for telling causes apart, never for a log, as a program may write there what a stranger sent.
/// </summary>
public sealed record ProgramResult(ProgramEnd End, byte[] Output, string Errors = "");

/// <summary>What one run may take.</summary>
/// <remarks><paramref name="Seconds"/> of time and of processor time; <paramref name="Mebibytes"/> of memory.</remarks>
public sealed record ProgramLimits(double Seconds, int Mebibytes);

public enum ProgramEnd
{
    Succeeded,

    /// <summary>It is not installed.</summary>
    NotThere,

    /// <summary>Another exit code than 0; also when it wanted more memory than it may have.</summary>
    Failed,

    /// <summary>It was ended because its time was over, or it wrote too much.</summary>
    Ended,
}

/// <summary>
/// Runs a program on bytes that a stranger sent: no file, an environment of its own, limits of memory, processor time and time, and
/// of what it may write. The kernel holds the limits, so a program that is made to misbehave takes nothing else with it.
/// </summary>
public sealed class ExternalProgram(ProgramLimits limits, TimeProvider time)
{
    // Without its limits a program is not started: a shell that knows none ends with 126.
    private const string Limited =
        "ulimit -v \"$1\" && ulimit -t \"$2\" && ulimit -c 0 || exit 126; shift 2; exec \"$@\"";

    private const string Shell = "/bin/sh";

    private const int ErrorsKept = 2000;

    private static readonly string? Path = new ProcessStartInfo().Environment.TryGetValue("PATH", out var path) ? path : null;

    /// <summary>Where a program is; absent when it is not installed.</summary>
    public static string? Find(string program) =>
        program.Contains('/', StringComparison.Ordinal)
            ? File.Exists(program) ? program : null
            : Path?.Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => System.IO.Path.Combine(folder, program))
                .FirstOrDefault(File.Exists);

    /// <param name="program">A name on the path, or a path.</param>
    /// <param name="arguments">None of them may come from a stranger.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="mostOutput">Most bytes that it may write.</param>
    /// <param name="ct">Ends the program.</param>
    public async Task<ProgramResult> RunAsync(
        string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, int mostOutput, CancellationToken ct)
    {
        if (Find(program) is not { } found || !File.Exists(Shell))
        {
            return new ProgramResult(ProgramEnd.NotThere, []);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(limits.Seconds), time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        using var process = Start(found, arguments);
        if (process is null)
        {
            return new ProgramResult(ProgramEnd.NotThere, []);
        }

        try
        {
            var writing = WriteAsync(process, input, both.Token);
            var errors = ReadErrorsAsync(process.StandardError.BaseStream, both.Token);
            var output = await ReadAsync(process.StandardOutput.BaseStream, mostOutput, both.Token);
            if (output is null)
            {
                return new ProgramResult(ProgramEnd.Ended, []);
            }

            await Task.WhenAll(writing, errors);
            await process.WaitForExitAsync(both.Token);
            return process.ExitCode == 0
                ? new ProgramResult(ProgramEnd.Succeeded, output, await errors)
                : new ProgramResult(ProgramEnd.Failed, [], await errors);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ProgramResult(ProgramEnd.Ended, []);
        }
        finally
        {
            Kill(process);
        }
    }

    private Process? Start(string program, IReadOnlyList<string> arguments)
    {
        var kibibytes = (limits.Mebibytes * 1024L).ToString(CultureInfo.InvariantCulture);
        var seconds = Math.Ceiling(limits.Seconds).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(Shell, ["-c", Limited, "sh", kibibytes, seconds, program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Path ?? "/usr/bin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";

        // One thread each: memory for threads counts against the limit, and other customers wait for the processors too.
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        start.Environment["MAGICK_THREAD_LIMIT"] = "1";
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken ct)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, ct);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended, or has read enough: its exit code says the rest.
        }
    }

    /// <summary>The first of it; what comes after is read and thrown away, so that the program does not wait.</summary>
    private static async Task<string> ReadErrorsAsync(Stream from, CancellationToken ct)
    {
        var kept = new byte[ErrorsKept];
        var count = await from.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, ct);
        await from.CopyToAsync(Stream.Null, ct);
        return Encoding.UTF8.GetString(kept, 0, count);
    }

    private static async Task<byte[]?> ReadAsync(Stream from, int most, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        var piece = new byte[81_920];
        while (await from.ReadAsync(piece, ct) is > 0 and var count)
        {
            if (kept.Length + count > most)
            {
                return null;
            }

            await kept.WriteAsync(piece.AsMemory(0, count), ct);
        }

        return kept.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}
