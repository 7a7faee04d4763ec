using System.Collections.Generic;

namespace StormDetect.Completion;

/// <summary>Kinds of content of the Management Activity API.</summary>
internal sealed class ContentTypeCompleter : NameCompleter
{
    // Source: Office 365 Management Activity API reference, "Working with the Office 365 Management Activity API".
    private static readonly string[] s_names = ["Audit.AzureActiveDirectory", "Audit.Exchange", "Audit.General", "Audit.SharePoint", "DLP.All"];

    private protected override IReadOnlyList<string> Names => s_names;
}
