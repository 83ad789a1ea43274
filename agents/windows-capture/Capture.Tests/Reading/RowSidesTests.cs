using WeChatPlatform.Capture.Desktop;
using WeChatPlatform.Capture.Journal;
using WeChatPlatform.Capture.Reading;
using WeChatPlatform.Simulator;

namespace WeChatPlatform.Capture.Tests.Reading;

public sealed class RowSidesTests
{
    [Theory]
    [InlineData("mmui::ChatTextItemView", "在的", RowSide.Own)]
    [InlineData("mmui::ChatBubbleReferItemView", "图片", RowSide.Unknown)]
    [InlineData("mmui::ChatBubbleReferItemView", "视频 0:12", RowSide.Unknown)]
    [InlineData("mmui::ChatBubbleReferItemView", "动画表情", RowSide.Unknown)]
    public async Task Green_within_a_picture_is_no_bubble(string className, string text, RowSide expected)
    {
        // What a customer sends may be a picture of a chat, green bubbles and all.
        var open = new OpenChat(new ChatKey("张三", false), [new MessageRow(RowKind.Text, text, "1") { ClassName = className }]);
        var known = new KnownChat("张三", false, "", Rows: [], Waiting: null);

        var seen = await new RowSides(new OneRow(open)).LookAsync(known, entry: null, open, rows => rows, TestContext.Current.CancellationToken);

        seen.Sides[0].Side.ShouldBe(expected);
    }

    private sealed class OneRow(OpenChat open) : IWeChatDesktop
    {
        public Task<IReadOnlyList<ListedChat>> ListChatsAsync(CancellationToken ct) => throw new NotSupportedException();

        public Task<bool> OpenChatAsync(ChatKey chat, CancellationToken ct) => throw new NotSupportedException();

        public Task<ChatKey?> ReadTitleAsync(CancellationToken ct) => Task.FromResult<ChatKey?>(open.Key);

        public Task<OpenChat?> ReadOpenChatAsync(CancellationToken ct) => Task.FromResult<OpenChat?>(open);

        public Task<RowPicture?> ReadRowPictureAsync(MessageRow row, CancellationToken ct)
        {
            var painted = RowPainter.Paint(new SimulatedRow(1, RowClass.Text, "在的", null, Own: true, DateTimeOffset.UnixEpoch), dark: false);
            return Task.FromResult<RowPicture?>(new RowPicture(painted.Width, painted.Height, painted.Rgb));
        }

        public Task<SavedAttachment?> SaveAttachmentAsync(MessageRow row, long maxBytes, CancellationToken ct) => throw new NotSupportedException();

        public Task<string> ReadInputAsync(CancellationToken ct) => throw new NotSupportedException();

        public Task SetInputAsync(string text, CancellationToken ct) => throw new NotSupportedException();

        public Task PressEnterAsync(CancellationToken ct) => throw new NotSupportedException();
    }
}
