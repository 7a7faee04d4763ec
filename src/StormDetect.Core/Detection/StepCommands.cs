using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using StormDetect.Core.Detection.MailAccess;

namespace StormDetect.Core.Detection;

/// <summary>Commands of next steps. What is advised for several mailboxes or accounts is done to all of them: whoever runs a command takes it for the whole of the advice.</summary>
internal static class StepCommands
{
    /// <summary>How many names a command holds; the step says where there are more.</summary>
    public const int MostNames = 50;

    private const int MostOfKind = 20;

    // The name of a loop, as it has to stand in a filter.
    private const string Escaped = "$($_ -replace \"'\", \"''\")";

    /// <summary>A command for each name.</summary>
    /// <param name="names">Names, not quoted.</param>
    /// <param name="command">Makes the command of a name as it stands in one: quoted, or the variable of a loop.</param>
    /// <returns>The command; null without names.</returns>
    public static string? Each(IReadOnlyCollection<string> names, Func<string, string> command) => names.Count switch
    {
        0 => null,
        1 => command(PowerShellText.Quote(names.First())),
        _ => $"{List(names)} | ForEach-Object {{ {command("$_")} }}",
    };

    /// <summary>A command that asks a directory by a value. The filter stands in double quotes only where nothing in it could be taken for a variable or an expression.</summary>
    /// <param name="command">The command.</param>
    /// <param name="property">What is compared.</param>
    /// <param name="values">With what; one query for each.</param>
    /// <param name="more">What else the filter says.</param>
    public static string Query(string command, string property, IReadOnlyCollection<string> values, string more = "")
    {
        if (values.Count > 1)
        {
            return $"{List(values)} | ForEach-Object {{ {command} -Filter \"{property} eq '{(values.All(IsPlain) ? "$_" : Escaped)}'{more}\" }}";
        }

        string value = values.First();
        return IsPlain(value)
            ? $"{command} -Filter \"{property} eq '{value}'{more}\""
            : $"{command} -Filter {PowerShellText.Quote($"{property} eq '{value.Replace("'", "''", StringComparison.Ordinal)}'{more}")}";
    }

    /// <summary>Names as a list for a parameter.</summary>
    public static string List(IEnumerable<string> names) => string.Join(",", names.Take(MostNames).Select(PowerShellText.Quote));

    /// <summary>What to add to a step whose command does not hold all names.</summary>
    public static string Rest(int count, string noun) => count <= MostNames
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $" The command names {MostNames} of the {ReasonWriter.Count(count, noun)}: run it for the others of the finding as well.");

    /// <summary>Puts mailboxes on hold.</summary>
    public static NextStep Hold(IReadOnlyCollection<string> mailboxes, string text = "Put the mailboxes on hold before anything is deleted.") => new(
        NextStepKind.Preserve, text + Rest(mailboxes.Count, "mailbox"), Each(mailboxes, static mailbox => $"Set-Mailbox -Identity {mailbox} -LitigationHoldEnabled $true"));

    /// <summary>Revokes sessions.</summary>
    public static NextStep Revoke(IReadOnlyCollection<string> users, string text) => new(
        NextStepKind.Evict, text + Rest(users.Count, "account"), Each(users, static user => $"Revoke-MgUserSignInSession -UserId {user}"));

    /// <summary>The records of accounts around a time, whole or with an error that says what is missing: the service's own command ends at 5,000.</summary>
    /// <param name="users">Accounts.</param>
    /// <param name="first">When it began.</param>
    /// <param name="last">When it ended.</param>
    public static string Records(IReadOnlyCollection<string> users, DateTimeOffset first, DateTimeOffset last)
    {
        string who = users.Count is > 0 and <= MostNames ? " -UserId " + List(users) : string.Empty;
        string search = string.Create(CultureInfo.InvariantCulture, $"Search-M365AuditLog -Start {first.AddDays(-7).UtcDateTime:yyyy-MM-dd} -End {last.AddDays(1).UtcDateTime:yyyy-MM-dd}{who}");

        // The same search goes on in its folder, another one needs another.
        return $"{search} -StatePath ./{FindingId.Create("records", search)} -AsFile";
    }

    /// <summary>Saves the sign-ins of accounts, those of people and those that a client makes for them, and of an application's own, each kind in a file of its own: some tenants refuse a filter that combines kinds.</summary>
    /// <param name="accounts">Accounts, by principal name.</param>
    /// <param name="app">The application's id; empty where none is known.</param>
    public static string SignIns(IReadOnlyCollection<string> accounts, string app)
    {
        const string Save = "ConvertTo-Json -Depth 10 -AsArray | Set-Content";
        string file = FindingId.Create("signins", [.. accounts, app]);
        string account = accounts.All(IsPlain) ? "$_" : Escaped;
        string people = $"'interactiveUser','nonInteractiveUser' | ForEach-Object {{ $kind = $_; {List(accounts)} | ForEach-Object {{ Get-MgBetaAuditLogSignIn -All -Filter \"userPrincipalName eq '{account}' and signInEventTypes/any(t: t eq '$kind')\" }} | {Save} \"{file}-$kind.json\" }}";
        return app.Length == 0 || !IsPlain(app)
            ? people
            : $"{people}; 'servicePrincipal','managedIdentity' | ForEach-Object {{ Get-MgBetaAuditLogSignIn -All -Filter \"appId eq '{app}' and signInEventTypes/any(t: t eq '$_')\" | {Save} \"{file}-$_.json\" }}";
    }

    /// <summary>A message trace. One call answers for ten days, and for the last two where it is not told which; one that asks for more than 90 days ago is refused.</summary>
    /// <param name="filter">What to look for, as parameters.</param>
    /// <param name="first">From when on, as far as traces go back.</param>
    public static string Trace(string filter, DateTimeOffset first) => string.Create(
        CultureInfo.InvariantCulture,
        $"for ($day = ([datetime] '{first.UtcDateTime:yyyy-MM-dd}', [datetime]::UtcNow.AddDays(-90).AddHours(1) | Sort-Object)[1]; $day -lt [datetime]::UtcNow; $day = $day.AddDays(10)) {{ Get-MessageTraceV2 {filter} -StartDate $day -EndDate ($day.AddDays(10), [datetime]::UtcNow | Sort-Object)[0] -ResultSize 5000 }}");

    /// <summary>
    /// Steps in the order in which they may be taken, each once. Preserving comes first, always: an eviction before it destroys evidence and warns the intruder.
    /// </summary>
    public static IReadOnlyList<NextStep> InOrder(IEnumerable<NextStep> steps) =>
        steps.DistinctBy(static step => (step.Kind, step.Command ?? step.Text))
            .GroupBy(static step => step.Kind)
            .OrderBy(static kind => kind.Key switch { NextStepKind.Preserve => 0, NextStepKind.Evict => 1, _ => 2 })
            .SelectMany(static kind => Cut([.. kind]))
            .ToArray();

    private static bool IsPlain(string value) => value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '-' or '_');

    // A kind is never left out for another: an incident of many findings still says whom to tell.
    private static IEnumerable<NextStep> Cut(NextStep[] steps) => steps.Length <= MostOfKind
        ? steps
        : steps.Take(MostOfKind).Append(new NextStep(steps[0].Kind, $"{ReasonWriter.Count(steps.Length - MostOfKind, "more step")} of this kind: see the findings.", null));
}
