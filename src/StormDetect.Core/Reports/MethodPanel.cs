namespace StormDetect.Core.Reports;

/// <summary>How the report came about and what it cannot say, in words for somebody who knows Exchange and not this tool.</summary>
internal static class MethodPanel
{
    private const int MostLines = 100;

    private static readonly string[] s_method =
    [
        "Mail access is compared with what the tenant's own log shows before: which application reads which mailbox from which networks, how much, at which hours. Surprise is added up in bits; the number behind a reason is its part. The size of the budget of false findings is set by the operator, about one a week at normal sensitivity.",
        "Rules, forwarding, permissions, consent and audit settings are judged by what they do: where mail goes, what is hidden, who gets access, what can no longer be seen. Their numbers are weights set by reasoning, not probabilities.",
        "Applications of Microsoft are not exempt: the intruders of 2023 (Storm-0558) used them. What is usual here is recognised by the log alone.",
        "Findings are joined into an incident where they share something few others share, within three days.",
    ];

    private static readonly string[] s_limits =
    [
        "A finding is a reason to look, not a conviction. Ask the owner, look at the records, then act.",
        "Not recorded by Exchange, and so not here: reads of group mailboxes, of actors exempt from auditing, of throttled hours, repeats of a read within the hour, mail copied by forwarding, journaling or blind copies.",
        "An intruder who reads with the usual application from the usual network in usual amounts looks like the owner. One who was there before the log begins can look like a habit.",
        "Mail access without a sign-in points to a forged token only where the sign-in log is complete and such access usually has one. Revoking sessions ends a stolen token; it does not end a forged one.",
    ];

    private static readonly (string Word, string Meaning)[] s_words =
    [
        ("Finding", "Something in the log that does not fit what is usual here, or that intruders do; with the records it rests on."),
        ("Incident", "Findings that belong together."),
        ("Severity", "Critical: respond now. High: look today. Medium: ask the owner. Low and Informational: of weight only beside others."),
        ("Synchronised folder", "A program took a copy of the whole folder: every message in it counts as read."),
        ("Blind", "A time or a mailbox whose records are missing: nothing found there means nothing."),
        ("Orphaned", "Mail access that no sign-in explains, although such access usually has one. A forged token leaves that trace, and so does a sign-in log with gaps."),
        ("Misused", "A sign-in explains the token or session, but not this use of it: from another network, too late, or in two places at once."),
        ("Network", "The neighbourhood of an address (/24, in IPv6 /48): who moves within it is taken for the same."),
        ("T1114.002 and the like", "Techniques of intruders, as MITRE ATT&CK numbers them."),
    ];

    public static void Write(HtmlPage page, MailHuntResult result)
    {
        ReportParts.Begin(page, "method", "Method and limits", "What the findings rest on, and what no finding can say.");
        List(page, "How it was judged", s_method);
        List(page, "What it cannot say", s_limits);
        _ = page.Raw("<h3>Words of this report</h3><dl>");
        foreach ((string word, string meaning) in s_words)
        {
            _ = page.Raw("<dt>").Text(word).Raw("</dt><dd>").Text(meaning).Raw("</dd>");
        }

        _ = page.Raw("</dl>");
        if (result.Notes.Count > 0)
        {
            List(page, "Notes of the hunts", [.. result.Notes]);
        }

        ReportParts.End(page);
    }

    private static void List(HtmlPage page, string heading, string[] lines)
    {
        _ = page.Element("h3", heading).Raw("<ul>");
        int written = ReportParts.Rows(page, lines, MostLines, line => _ = page.Element("li", line));
        _ = page.Raw("</ul>");
        ReportParts.More(page, lines.Length - written, "note");
    }
}
