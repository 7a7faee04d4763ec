using System;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>What a service says about its refusal.</summary>
/// <param name="Code">Its code, such as <c>Authorization_RequestDenied</c> or <c>AF20055</c>; empty if none.</param>
/// <param name="Message">Its words, neutralised; empty if none.</param>
internal sealed partial record ServiceError(string Code, string Message)
{
    private const int MostCharacters = 400;
    private const int MostLooked = 4096;

    /// <summary>Reads the body of a refusal: Graph and the Management Activity API write <c>{"error":{"code":..,"message":..}}</c>, gateways <c>{"Message":..}</c> or no JSON at all.</summary>
    /// <remarks>The Management Activity API's "FAQs and troubleshooting" shows errors in single quotes, which is no JSON: <c>{'error':{'code':'AF429',..}}</c>. The code tells a wait from a refusal, so it is looked for in text, too.</remarks>
    public static ServiceError Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                return new ServiceError(string.Empty, string.Empty);
            }

            if (root.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.Object)
            {
                return new ServiceError(Text(error, "code"), Text(error, "message"));
            }

            string message = Text(root, "message") is { Length: > 0 } own ? own : Text(root, "Message") is { Length: > 0 } gateway ? gateway : Text(root, "error_description");
            return new ServiceError(Text(root, "code") is { Length: > 0 } code ? code : Text(root, "error"), message);
        }
        catch (JsonException)
        {
            Match code = ActivityCode().Match(Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, MostLooked)]));
            return new ServiceError(code.Groups[1].Value, string.Empty);
        }
    }

    private static string Text(JsonElement element, string name)
    {
        string text = element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? TokenText.Mask(PlainText.Safe(value.GetString()!)).Trim() : string.Empty;
        return text.Length > MostCharacters ? text[..MostCharacters] + "…" : text;
    }

    [GeneratedRegex(@"'code'\s*:\s*'(AF\d{3,5})'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ActivityCode();
}
