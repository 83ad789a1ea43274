namespace WeChatPlatform.Capture.Reporting;

/// <summary>
/// Tells the server, and so the people who run it, that something on this PC needs them. Calling costs nothing, never fails
/// and never waits: what cannot be sent now is kept while the process lives, the newest <see cref="ErrorReports.Most"/>.
/// </summary>
/// <remarks>
/// The server shows what it is told to everybody who may look, so no text, name or id of a chat or a person goes in.
/// </remarks>
public interface IErrorReports
{
    /// <summary>
    /// At most one report of a code in ten minutes; a newer one takes the place of one that still waits, and one that
    /// comes too soon after one that was sent is dropped.
    /// </summary>
    /// <param name="code">A stable word such as selector_drift: a lower-case letter, then letters, digits, _ or dots, at most 50.</param>
    /// <param name="message">A sentence for people, Chinese first; cut at 500 characters.</param>
    /// <param name="detail">More for who looks into it, such as the names of selectors; cut at 2000 characters.</param>
    void Report(string code, string message, string? detail = null);
}
