using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// Images and files that were saved from the window and wait for the server, each encrypted in a file of its own under the
/// id of its message. One writer and one reader at a time.
/// </summary>
internal sealed class AttachmentStore(AgentJournal journal, IOptions<AgentOptions> options)
{
    private string Folder => Path.Combine(Path.GetFullPath(options.Value.DataFolder), "attachments");

    /// <summary>Durable when it returns. Before the message enters the queue, so that a queued message never lacks its bytes.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Save(string messageId, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Folder);
        DurableFile.Replace(PathOf(messageId), journal.Seal(content));
    }

    /// <returns>Nothing when the file is gone, torn or was changed.</returns>
    public byte[]? Read(string messageId)
    {
        try
        {
            return journal.Open(File.ReadAllBytes(PathOf(messageId)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }

    public void Delete(string messageId) => File.Delete(PathOf(messageId));

    private string PathOf(string messageId) => Path.Combine(Folder, messageId + ".bin");
}
