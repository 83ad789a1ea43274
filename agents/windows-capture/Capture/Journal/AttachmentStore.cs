using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace WeChatPlatform.Capture.Journal;

/// <summary>
/// Images and files that were saved from the window and wait for the server, each encrypted in a file of its own under the
/// id of its message. One writer and one reader at a time.
/// </summary>
internal sealed class AttachmentStore(AgentJournal journal, IOptions<AgentOptions> options)
{
    private const string Ending = ".bin";
    private readonly Lock _gate = new();

    // Saved by this process and not yet seen in the queue: their messages are about to enter it.
    private readonly HashSet<string> _fresh = new(StringComparer.Ordinal);

    private string Folder => Path.Combine(Path.GetFullPath(options.Value.DataFolder), "attachments");

    /// <summary>Durable when it returns. Before the message enters the queue, so that a queued message never lacks its bytes.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Save(string messageId, ReadOnlySpan<byte> content)
    {
        lock (_gate)
        {
            _fresh.Add(messageId);
        }

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

    /// <summary>
    /// Deletes what no message waits for any more: bytes of messages that were dropped, and what a crash left between a
    /// message's end and the deletion of its bytes.
    /// </summary>
    public void Sweep(IReadOnlySet<string> wanted)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        foreach (var file in Directory.GetFiles(Folder))
        {
            var id = Path.GetFileName(file).Split('.')[0];
            bool isFresh;
            lock (_gate)
            {
                isFresh = wanted.Contains(id) ? _fresh.Remove(id) : _fresh.Contains(id);
            }

            if (!wanted.Contains(id) && !isFresh)
            {
                File.Delete(file);
            }
        }
    }

    public void Delete(string messageId)
    {
        lock (_gate)
        {
            _fresh.Remove(messageId);
        }

        if (Directory.Exists(Folder))
        {
            File.Delete(PathOf(messageId));
        }
    }

    private string PathOf(string messageId) => Path.Combine(Folder, messageId + Ending);
}
