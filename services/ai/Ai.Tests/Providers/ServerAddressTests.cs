using WeChatPlatform.Ai.Providers;

namespace WeChatPlatform.Ai.Tests.Providers;

public class ServerAddressTests
{
    [Theory]
    [InlineData("https://api.example.com/v1")]
    [InlineData("https://203.0.113.7/v1")]
    [InlineData("http://localhost:11434/v1")]
    [InlineData("http://127.0.0.1:11434/v1")]
    [InlineData("http://[::1]:8000/v1")]
    [InlineData("http://ollama:11434/v1")]
    [InlineData("http://10.1.2.3/v1")]
    [InlineData("http://172.20.0.5/v1")]
    [InlineData("http://192.168.1.9:8000/v1")]
    [InlineData("http://model.internal/v1")]
    public void A_provider_may_be_there(string address) => ServerAddress.Fault(address).ShouldBeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("api.example.com")]
    [InlineData("ftp://api.example.com")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://api.example.com/v1")]
    [InlineData("http://203.0.113.7/v1")]
    [InlineData("http://172.32.0.5/v1")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://0.0.0.0:8000/")]
    [InlineData("https://user:word@api.example.com/")]
    [InlineData("https://api.example.com/v1?key=1")]
    [InlineData("https://api.example.com/v1#top")]
    public void A_provider_may_not_be_there(string? address) => ServerAddress.Fault(address).ShouldNotBeNull();
}
