using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Which program a ClientInfoString names, its version left out.</summary>
public class ClientProgramTests
{
    [Theory]
    [InlineData("Client=OWA;Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:87.0) Gecko/20100101 Firefox/87.0;", "Firefox on Linux")]
    [InlineData("Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0;", "Edge on Windows")]
    [InlineData("Client=OWA;Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15;", "Safari on macOS")]
    [InlineData("Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 OneOutlook/1.2026.818.300;", "new Outlook on Windows")]
    [InlineData("Client=OWA;Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/139.0 Mobile/15E148 Safari/604.1;", "Chrome on iOS")]
    [InlineData("Client=OWA;Mozilla/5.0 (compatible; odd);", "another browser")]
    [InlineData("Client=WebServices;python-requests/2.31.0[AppId=ff8d92dc-3d82-41d6-bcbd-b9174d163620];", "python-requests")]
    [InlineData("Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.9253.012/python-requests/2.25.1[AppId=ff8d92dc-3d82-41d6-bcbd-b9174d163620];", "python-requests")]
    [InlineData("Client=WebServices;MacOutlook/16.93.25011212 (Intelx64 Mac OS X Version 15.3 (Build 24D60));", "MacOutlook")]
    [InlineData("Client=ActiveSync;UserAgent=Apple-iPhone15C3/2107.93;Action=/Microsoft-Server-ActiveSync/Proxy/default.eas?DeviceType=iPhone", "Apple-iPhone15C3")]
    [InlineData("Client=OutlookService;Outlook-iOS/2.0;", "Outlook-iOS")]
    [InlineData("Client=REST;Client=RESTSystem;UserAgent=[Mozilla/5.0 (Windows NT 10.0) Firefox/142.0][AppId=ff8d92dc-3d82-41d6-bcbd-b9174d163620];", "Firefox on Windows")]
    public void A_program(string text, string expected) => Assert.Equal(expected, ClientProgram.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("MSExchangeRPC")]
    [InlineData("Client=MSExchangeRPC")]
    [InlineData("Client=OWA;Action=ViaProxy")]
    [InlineData("Client=REST;;")]
    [InlineData("Client=REST;Client=RESTSystem;;")]
    [InlineData("Client=REST;Client=RESTSystem;UserAgent=[NoUserAgent][AppId=ff8d92dc-3d82-41d6-bcbd-b9174d163620];")]
    [InlineData("Client=POP3/IMAP4;Protocol=IMAP4")]
    [InlineData("Client=WebServices;ExchangeWebServicesProxy/CrossSite/EXCH/15.20.9253.012")]
    [InlineData("Client=WebServices;[AppId=ff8d92dc-3d82-41d6-bcbd-b9174d163620];")]
    public void None(string text) => Assert.Empty(ClientProgram.Of(text));

    [Fact]
    public void What_a_client_calls_itself_is_cut() =>
        Assert.Equal(new string('x', ClientProgram.MaxLength), ClientProgram.Of("Client=WebServices;" + new string('x', 5000) + "/1.0;"));
}
