using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;

namespace WeChatPlatform.Capture.Reading;

/// <summary>
/// Finds out who said what is new where the tree does not tell, by pictures of the rows. A picture counts only when the
/// rows were the same before and after it was taken, because a list moves while it is looked at.
/// </summary>
internal sealed class RowSides(IWeChatDesktop desktop)
{
    private const int Looks = 3;

    // A picture costs time, and what lies further back than this is a burst that a person has to look at anyway.
    private const int MostPictures = 40;

    internal sealed record Seen(RowAbsorption.Joined Joined, IReadOnlyDictionary<int, SideReading> Sides);

    /// <summary>How the rows of <paramref name="open"/> join, and the sides of the new ones; of a later reading when it moved.</summary>
    /// <remarks><paramref name="dated"/> puts the instants of times into a reading, as <paramref name="open"/> has them.</remarks>
    public async Task<Seen> LookAsync(
        KnownChat known, ListedChat? entry, OpenChat open, Func<OpenChat, OpenChat> dated, CancellationToken ct)
    {
        var joined = RowAbsorption.Join(known, entry, open.Rows);
        for (var look = 1; look <= Looks; look++)
        {
            var unknown = joined.New.Where(index => joined.Rows[index] is { Kind: RowKind.Text, Side: RowSide.Unknown }).ToList();
            if (unknown.Count == 0)
            {
                break;
            }

            var sides = new Dictionary<int, SideReading>();
            foreach (var index in unknown.TakeLast(MostPictures))
            {
                if (await desktop.ReadRowPictureAsync(open.Rows[index], ct) is { } picture)
                {
                    sides[index] = Believed(open.Rows[index], RowPictureSide.Read(picture));
                }
            }

            if (sides.Count == 0)
            {
                break;
            }

            if (await desktop.ReadOpenChatAsync(ct) is not { } after || after.Key != open.Key)
            {
                // Another chat is open now: the pictures may be of that one.
                break;
            }

            after = dated(after);
            if (after.Rows.SequenceEqual(open.Rows))
            {
                return new Seen(joined, sides);
            }

            open = after;
            joined = RowAbsorption.Join(known, entry, open.Rows);
        }

        return new Seen(joined, new Dictionary<int, SideReading>());
    }

    // A picture has no bubble. Green in it is what it shows, as a picture of somebody's chats does.
    private static SideReading Believed(MessageRow row, SideReading reading) =>
        reading.Side == RowSide.Own && MessageKinds.Recognise(row).Kind is "image" or "sticker" or "video"
            ? SideReading.None : reading;
}
