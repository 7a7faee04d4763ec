using System;

namespace StormDetect.Core.Scenarios;

/// <summary>Browsers and systems, escaped for JSON.</summary>
internal static class UserAgents
{
    public const int Count = 6;

    public static ReadOnlySpan<byte> Of(int number, bool outlook) => outlook
        ? "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Microsoft Outlook 16.0)"u8
        : (number % Count) switch
        {
            0 => "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0"u8,
            1 => "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"u8,
            2 => "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"u8,
            3 => "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0"u8,
            4 => "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36"u8,
            _ => "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"u8,
        };

    public static ReadOnlySpan<byte> System(int number) => (number % Count) switch
    {
        2 or 5 => "MacOs"u8,
        4 => "Linux"u8,
        _ => "Windows10"u8,
    };
}
