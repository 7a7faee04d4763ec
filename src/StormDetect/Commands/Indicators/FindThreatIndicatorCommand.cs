using System.Management.Automation;
using StormDetect.Binding;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Finds published and shared signs of intruders (STIX, MISP, CSV) in Microsoft 365 audit logs.</summary>
/// <remarks>
/// <para>
/// Find-ThreatIndicator looks every record of the log up among indicators: client addresses and networks (IPv4 and IPv6), user agents, application ids (AppId, ClientAppId, also
/// inside the client's description and in consent), domains and e-mail addresses (of users, guests, recipients, forwarding destinations, in rules), and thumbprints. Ten thousand
/// indicators cost hardly more than ten.
/// </para>
/// <para>
/// Indicators come from STIX 2.x bundles (patterns with AND, OR, IN, ISSUBSET, LIKE and MATCHES, and observables), MISP events and attribute searches (to_ids, first_seen, last_seen),
/// and tables with a column for the value. Values may be defanged, such as hxxp and 192[.]0[.]2[.]1. Those Microsoft published of Storm-0558 are built in, each with its dates and source.
/// </para>
/// <para>
/// An indicator holds for its time only. A match outside of it is Informational and says so: a rented server has other tenants a month later. User agents and applications that
/// everybody has, such as Client=REST;Client=RESTSystem;;, count only together with another fact: another indicator in the same record, or a finding of another hunt that names the
/// session or network. Failed sign-ins from a known address are Low until one succeeds; reach raises the severity.
/// </para>
/// <para>
/// One finding is one source against what hangs together: several addresses of one report against the same mailbox, or one address against nine mailboxes. A file that is no list of
/// indicators is an error that names it, and the rest still runs; an indicator that is not understood is a warning with its id.
/// </para>
/// <para>
/// Tokens issued by Outlook on the web's GetAccessTokenForResource (records of type OWAAuth, 275), the call Storm-0558 abused, are one more built-in indicator: an Informational list of
/// who got them, and evidence where another fact points to the same records.
/// </para>
/// </remarks>
/// <example>
/// <title>Look for what Microsoft published of Storm-0558</title>
/// <code>$result = Find-ThreatIndicator ./audit -MinimumSeverity Informational -Summary
/// $result.VerdictText
/// $result.Findings</code>
/// <para>Outside March to July 2023 such addresses are Informational, so the severity is lowered here to see them all the same.</para>
/// </example>
/// <example>
/// <title>Look for the indicators of a report</title>
/// <code>Set-Content ./report.csv 'type,value,valid_from,valid_until,description', 'ip,192.0.2.1,2026-09-01,,panel', 'domain,evil[.]example,,,', 'app-id,ca7a0bad-0000-4000-8000-000000000001,,,'
/// Find-ThreatIndicator ./audit -IndicatorPath ./report.csv -Summary | Select-Object Verdict, VerdictText</code>
/// <para>Files of all forms can be given together, with wildcards.</para>
/// </example>
/// <example>
/// <title>Only one's own indicators, and what they are made of</title>
/// <code>Set-Content ./own.csv 'indicator,first seen', '2001:db8::/32,2026-01-01', '198.51.100.0/24,2026-01-01', '10.0.0.0/8,2026-01-01', '0.0.0.0/1,', '128.0.0.0/1,'
/// Find-ThreatIndicator ./audit -IndicatorPath ./own.csv -NoBuiltIn -MinimumSeverity Low | Select-Object -First 1 Title, IndicatorsText, ReasonsText</code>
/// <para>Networks as wide as these say little and are at most Medium by themselves.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="Get-AnomalousMailAccess"/>
/// <seealso href="Get-M365ActivityTimeline"/>
[RequiresPermission(PermissionCatalog.Domains)]
[Cmdlet(VerbsCommon.Find, "ThreatIndicator", DefaultParameterSetName = PathSet)]
[OutputType(typeof(IndicatorMatch), typeof(MailHuntResult))]
public sealed class FindThreatIndicatorCommand : FindingCmdlet
{
    /// <summary>Files with indicators: STIX 2.x bundles, MISP JSON, tables (CSV), or bare lists of values. The form is told from the content. Wildcards are expanded.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] IndicatorPath { get; set; } = [];

    /// <summary>Leaves the built-in indicators out: the Storm-0558 set, and the list of tokens issued by GetAccessTokenForResource.</summary>
    [Parameter]
    public SwitchParameter NoBuiltIn { get; set; }

    private protected override string HuntName => "ThreatIndicator";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (NoBuiltIn && IndicatorPath.Length == 0)
        {
            ThrowTerminatingError(ErrorRecords.IndicatorsMissing());
        }
    }

    private protected override MailHuntOptions CreateOptions() =>
        base.CreateOptions() with { Indicators = ReadIndicators(IndicatorPath, NoBuiltIn ? 0 : IndicatorReader.BuiltIn.Count), BuiltInIndicators = !NoBuiltIn };
}
