using System.Text.RegularExpressions;
using WeChatPlatform.Privacy;

namespace WeChatPlatform.Rag;

/// <summary>Takes personal data out of what is about to become knowledge.</summary>
internal static class PersonalWords
{
    private static readonly string[] Marks = [PersonalData.Phone, PersonalData.IdCard, PersonalData.BankCard, PersonalData.Address];

    /// <param name="chunk">What was read.</param>
    /// <param name="taken">Counts up by the places where something was taken out.</param>
    /// <exception cref="IntakeRefusedException">A text cannot be searched in time: then nothing of it may be kept.</exception>
    public static ChunkContent TakeOut(ChunkContent chunk, ref int taken)
    {
        try
        {
            var clean = chunk with
            {
                Title = PersonalData.Mask(chunk.Title),
                Text = PersonalData.Mask(chunk.Text),
                Similar = [.. chunk.Similar.Select(PersonalData.Mask)],
            };
            taken += CountOf(clean) - CountOf(chunk);
            return clean;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new IntakeRefusedException("too_slow", "无法在限定时间内去除个人信息 / Personal data could not be taken out in time.");
        }
    }

    private static int CountOf(ChunkContent chunk) =>
        chunk.Similar.Append(chunk.Title).Append(chunk.Text).Sum(text => Marks.Sum(mark => text.Split(mark).Length - 1));
}
