using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text;
using StormDetect.Binding;
using StormDetect.Core;

namespace StormDetect.Views;

/// <summary>
/// What the views of StormDetect.Format.ps1xml call. Every text of a log may be an attacker's, so all of it passes <see cref="Safe"/> before it
/// reaches a terminal. Everything is written culture-invariantly and takes plain property values, so deserialised objects show alike.
/// </summary>
public static class ViewHelpers
{
    private const int MostLines = 10;
    private const string Cut = "...";

    // Office 365 Exchange Online: the token was for the mailbox itself, no front end in between.
    private const string Exchange = "00000002-0000-0ff1-ce00-000000000000";

    /// <summary>A value as text that cannot move the cursor, colour, reorder or hide anything: such characters appear as <c>\u001B</c>.</summary>
    /// <param name="value">Any value.</param>
    /// <returns>Text on one line, at most 2,000 characters of the value.</returns>
    public static string Safe(object? value) => PlainText.Safe(Text(value));

    /// <summary>The title of a finding for a column: one that an approval suppresses says so first, or it would look like any other.</summary>
    /// <param name="title">The title.</param>
    /// <param name="suppressedBecause">The approval's reason; null where nothing suppresses it.</param>
    public static string Title(object? title, object? suppressedBecause) => Text(suppressedBecause).Length == 0 ? Safe(title) : Safe($"[suppressed: {Text(suppressedBecause)}] {Text(title)}");

    /// <summary>A value as text for a column, broken between words: PowerShell breaks inside of them in cultures it does not know, such as the invariant one of containers.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="width">Characters in a line; a longer word stays whole.</param>
    /// <returns>Text on as many lines as it takes.</returns>
    public static string Words(object? value, int width)
    {
        StringBuilder lines = new();
        int length = 0;
        foreach (string word in Safe(value).Split(' '))
        {
            bool isNew = lines.Length > 0 && length + 1 + word.Length > width;
            _ = lines.Append(lines.Length == 0 ? string.Empty : isNew ? "\n" : " ").Append(word);
            length = isNew || length == 0 ? word.Length : length + 1 + word.Length;
        }

        return lines.ToString();
    }

    /// <summary>The name of an enumeration's value, also of one that is deserialised and so a number with a name.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its name.</returns>
    public static string Name(PSObject? value) => Safe(value?.ToString());

    /// <summary>An object in one line, for where PowerShell shows it without its view.</summary>
    /// <param name="value">An object of ours.</param>
    /// <returns>The line.</returns>
    public static string Brief(PSObject? value) => value?.BaseObject switch
    {
        MailAccessHuntResult result => $"{Safe(result.VerdictText)} (findings: {Number(result.Findings.Count)})",
        MailHuntResult result => $"{Safe(result.VerdictText)} (findings: {Number(result.Findings.Count)}, incidents: {Number(result.Incidents.Count)})",
        MailAccessApplication path =>
            $"{Application(path.AppId, path.AppName, path.ClientAppId, path.ClientAppName, PSObject.AsPSObject(path.ClientFamily))} by {path.ClientFamily}: "
            + $"{Share(path.MailboxCount, path.TenantMailboxCount)} mailboxes, {Number(path.ItemCount)} items",
        ReadReport report => Read(report),
        AuditScenarioResult scenario => $"{Number(scenario.RecordCount)} records in {Safe(scenario.Directory)}",
        PlantedIntrusion intrusion => Read(intrusion),
        DroppedRow row => $"{row.Reason}: {Safe(row.File)} at byte {row.ByteOffset}: {Safe(row.Detail)}",
        InputProblem problem => $"{problem.Kind}: {Safe(problem.Path)}: {Safe(problem.Message)}",
        MailAccessBaselineSummary summary => $"{Safe(summary.Path)}: {Number(summary.MailboxCount)} mailboxes, {Number(summary.Bytes)} bytes",
        ActivityTimelineEntry or Incident or MailExposure or ExposedMessage or MailAccessBaselineUse or MailAccessBaselineTenant or SuppressedFindings or MailAccessApproval or TenantConnection or CapabilityCheck
            or SearchReport or SliceReport or SearchPlan or AuditSubscription => Safe(value.BaseObject.ToString()),
        FileReadReport file => $"{Safe(file.File)}: {file.Form}, {Number(file.Kept)} of {Number(file.Rows)} rows kept",
        _ => Name(value),
    };

    /// <summary>A time in UTC to the minute.</summary>
    /// <param name="value">A DateTimeOffset, DateTime or null.</param>
    /// <returns>Such as <c>2026-06-30 14:05</c>.</returns>
    public static string Time(object? value) => Time(value, "yyyy-MM-dd HH:mm");

    /// <summary>A time in UTC to the second.</summary>
    /// <param name="value">A DateTimeOffset, DateTime or null.</param>
    /// <returns>Such as <c>2026-06-30 14:05:09</c>.</returns>
    public static string Seconds(object? value) => Time(value, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A day in UTC.</summary>
    /// <param name="value">A DateTimeOffset, DateTime or null.</param>
    /// <returns>Such as <c>2026-06-30</c>.</returns>
    public static string Day(object? value) => Time(value, "yyyy-MM-dd");

    /// <summary>A whole number with thousands separated.</summary>
    /// <param name="value">A number or null.</param>
    /// <returns>Such as <c>1,212</c>.</returns>
    public static string Number(object? value) => Numeric(value, "#,0");

    /// <summary>A number with one decimal.</summary>
    /// <param name="value">A number or null.</param>
    /// <returns>Such as <c>12.5</c>.</returns>
    public static string Decimal(object? value) => Numeric(value, "#,0.0");

    /// <summary>A probability.</summary>
    /// <param name="value">A number or null.</param>
    /// <returns>Such as <c>0.00021</c>; empty for none.</returns>
    public static string Probability(object? value) => Numeric(value, "G3");

    /// <summary>A trend.</summary>
    /// <param name="value">A ratio or null.</param>
    /// <returns>Such as <c>x1.2</c>; empty where there is no earlier time.</returns>
    public static string Trend(object? value) => Numeric(value, "'x'0.0");

    /// <summary>A severity that fits a narrow column.</summary>
    /// <param name="value">A severity.</param>
    /// <returns>Its name, <c>Info</c> for Informational.</returns>
    public static string Level(PSObject? value)
    {
        string name = Name(value);
        return name == nameof(Severity.Informational) ? "Info" : name;
    }

    /// <summary>The one value of a list, else how many there are.</summary>
    /// <param name="values">A list.</param>
    /// <param name="noun">What the values are, in the plural.</param>
    /// <returns>Such as <c>kim@contoso.example</c> or <c>9 mailboxes</c>.</returns>
    public static string OneOrCount(object? values, string noun)
    {
        List<string> all = Values(values);
        return all.Count == 1 ? all[0] : $"{Number(all.Count)} {noun}";
    }

    /// <summary>How many values a list has.</summary>
    /// <param name="values">A list.</param>
    /// <returns>The count.</returns>
    public static string Count(object? values) => Number(Values(values).Count);

    /// <summary>The first values of a list, one a line.</summary>
    /// <param name="values">A list.</param>
    /// <returns>At most ten lines, and one that says how many more there are.</returns>
    public static string Lines(object? values)
    {
        List<string> all = Values(values);
        if (all.Count <= MostLines)
        {
            return string.Join('\n', all);
        }

        string more = $"... and {Number(all.Count - MostLines)} more";
        return string.Join('\n', all.GetRange(0, MostLines)) + '\n' + more;
    }

    /// <summary>An application in a narrow column: the one behind the call where the log names it, by name where it has a public one.</summary>
    /// <param name="appId">AppId.</param>
    /// <param name="appName">Public name of it.</param>
    /// <param name="clientAppId">ClientAppId.</param>
    /// <param name="clientAppName">Public name of it.</param>
    /// <param name="clientFamily">The protocol family, for access without any id.</param>
    /// <returns>A name, an id or the family.</returns>
    public static string Application(object? appId, object? appName, object? clientAppId, object? clientAppName, PSObject? clientFamily)
    {
        foreach (object? candidate in new[] { clientAppName, clientAppId, appName, appId })
        {
            string text = Safe(candidate);
            if (text.Length > 0)
            {
                return text;
            }
        }

        return $"no app id ({Name(clientFamily)})";
    }

    /// <summary>An application in a column of an inventory, where the same one may come through several front ends.</summary>
    /// <param name="appId">AppId.</param>
    /// <param name="appName">Public name of it.</param>
    /// <param name="clientAppId">ClientAppId.</param>
    /// <param name="clientAppName">Public name of it.</param>
    /// <param name="clientFamily">The protocol family, for access without any id.</param>
    /// <returns>As <see cref="Application"/>, and the front end where there is one: <c>Microsoft Teams via Microsoft Graph</c>.</returns>
    public static string Route(object? appId, object? appName, object? clientAppId, object? clientAppName, PSObject? clientFamily)
    {
        string front = Safe(appId);
        string client = Safe(clientAppId);
        return front.Length == 0 || client.Length == 0 || front.Equals(client, StringComparison.OrdinalIgnoreCase) || front.Equals(Exchange, StringComparison.OrdinalIgnoreCase)
            ? Application(appId, appName, clientAppId, clientAppName, clientFamily)
            : $"{NameOrStart(client, Safe(clientAppName))} via {NameOrStart(front, Safe(appName))}";
    }

    private static string NameOrStart(string id, string name) => name.Length > 0 ? name : id.Length > 8 ? id[..8] + Cut : id;

    /// <summary>An application or a tenant in full.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    /// <returns>Such as <c>Microsoft Graph (00000003-...)</c>, or <c>none</c>.</returns>
    public static string NamedId(object? id, object? name)
    {
        string safeId = Safe(id);
        string safeName = Safe(name);
        if (safeId.Length == 0)
        {
            return "none";
        }

        return safeName.Length == 0 ? safeId : $"{safeName} ({safeId})";
    }

    /// <summary>Dropped rows by reason.</summary>
    /// <param name="counts">A list of counts, also a deserialised one.</param>
    /// <returns>One line a reason.</returns>
    public static string Counts(object? counts) =>
        string.Join('\n', DropCounts(counts).Select(static drop => $"{drop.Reason}: {Number(drop.Count)}"));

    /// <summary>The sum of such counts.</summary>
    /// <param name="counts">A list of counts, also a deserialised one.</param>
    /// <returns>The sum.</returns>
    public static string Total(object? counts) => Number(DropCounts(counts).Sum(static drop => drop.Count));

    private static IEnumerable<(string Reason, long Count)> DropCounts(object? counts)
    {
        object? list = counts is PSObject wrapped ? wrapped.BaseObject : counts;
        foreach (object? entry in list as IEnumerable ?? Array.Empty<object>())
        {
            PSObject drop = PSObject.AsPSObject(entry);
            yield return (Name(drop.Properties[nameof(DropCount.Reason)]?.Value is object reason ? PSObject.AsPSObject(reason) : null),
                Convert.ToInt64(drop.Properties[nameof(DropCount.Count)]?.Value, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A part of a whole.</summary>
    /// <param name="part">The part.</param>
    /// <param name="whole">The whole.</param>
    /// <returns>Such as <c>7 of 400</c>.</returns>
    public static string Share(object? part, object? whole) => $"{Number(part)} of {Number(whole)}";

    /// <summary>A half-open window of time.</summary>
    /// <param name="start">Its start.</param>
    /// <param name="end">Its end.</param>
    /// <returns>Both, to the second.</returns>
    public static string Window(object? start, object? end) => $"{Seconds(start)} to {Seconds(end)} (UTC)";

    /// <summary>The state of an approval: whether it holds, or since when it does not.</summary>
    /// <param name="until">Its end.</param>
    /// <param name="withdrawnAt">When it was withdrawn, or null.</param>
    /// <returns>Such as <c>until 2026-12-31</c>, <c>withdrawn 2026-10-01</c>.</returns>
    public static string State(object? until, object? withdrawnAt)
    {
        string withdrawn = Day(withdrawnAt);
        return withdrawn.Length > 0 ? $"withdrawn {withdrawn}" : $"until {Day(until)}";
    }

    /// <summary>A read report in one line.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Rows kept, duplicate and dropped, and files.</returns>
    public static string Rows(PSObject? report) => report?.BaseObject is ReadReport read ? Read(read) : Name(report);

    /// <summary>Planted intrusions, one a line.</summary>
    /// <param name="intrusions">A list.</param>
    /// <returns>Name, mailboxes and records of each.</returns>
    public static string Attacks(object? intrusions) =>
        intrusions is IEnumerable<PlantedIntrusion> planted ? string.Join('\n', planted.Select(Read)) : Lines(intrusions);

    /// <summary>A path in a narrow column, cut from the left so that the name stays.</summary>
    /// <param name="path">A path.</param>
    /// <param name="width">The column's width.</param>
    /// <returns>The end of the path.</returns>
    public static string PathEnd(object? path, int width)
    {
        string text = Safe(path);
        return text.Length <= width ? text : Cut + text[(text.Length - width + Cut.Length)..];
    }

    private static string Read(ReadReport report) =>
        $"{Number(report.Kept)} of {Number(report.Rows)} rows kept, {Number(report.Duplicates)} duplicates, {Total(report.Dropped)} dropped, "
        + $"{Number(report.Lossy)} damaged by an earlier tool; {Number(report.Files.Count)} files, {Number(report.Problems.Count)} unreadable inputs";

    private static string Read(PlantedIntrusion intrusion) =>
        $"{Safe(intrusion.Attack)}: {OneOrCount(intrusion.Mailboxes, "mailboxes")}, {Number(intrusion.RecordIds.Count)} records";

    private static string Time(object? value, string format) =>
        UtcTime.TryGet(value, out DateTimeOffset time) ? time.UtcDateTime.ToString(format, CultureInfo.InvariantCulture) : Safe(value);

    private static string Numeric(object? value, string format) =>
        value is IFormattable number and not Enum ? number.ToString(format, CultureInfo.InvariantCulture) : Safe(value);

    private static List<string> Values(object? values)
    {
        List<string> all = [];
        if (values is IEnumerable list and not string)
        {
            foreach (object? value in list)
            {
                all.Add(Safe(value));
            }
        }
        else if (values is not null)
        {
            all.Add(Safe(values));
        }

        return all;
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        DateTimeOffset time => UtcTimeText.Of(time),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty,
        _ => value.ToString() ?? string.Empty,
    };
}
