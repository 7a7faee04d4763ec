using System;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Security;
using StormDetect.Core;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <summary>Writes the report of a hunt as one HTML file.</summary>
/// <remarks>
/// <para>
/// Export-M365HuntReport takes the result of Invoke-M365MailHunt and writes one HTML file for people who know Exchange but not this tool: the verdict with the sentence that decides
/// it, who did what to whose mail since when and what to do now, what could be seen, access over time, hours, applications and networks, sign-ins, exposure, changes, the evidence with hashes, method
/// and limits.
/// </para>
/// <para>
/// The file requests nothing from anywhere, allows only its own style and script by their hashes, can be read without script and on paper, in light and dark. Every picture has a text and a
/// table beside it. Whatever an attacker wrote into the log shows as text.
/// </para>
/// <para>
/// Where the hunt read files, they are read once more: for their SHA-256, and for the messages that the findings could have exposed. SkipExposure leaves the latter out.
/// With Redact, addresses, domains, networks, sessions, tenant and record ids and file names are replaced by tokens; rule names and subjects that reasons quote stay.
/// </para>
/// </remarks>
/// <example>
/// <title>Hunt, and tell</title>
/// <code>Invoke-M365MailHunt ./audit | Export-M365HuntReport ./report.html</code>
/// <para>Gives the file; open it in any browser.</para>
/// </example>
/// <example>
/// <title>A copy to share</title>
/// <code>Invoke-M365MailHunt ./audit | Export-M365HuntReport ./shared.html -Redact -Title 'Mail access, September' -Force</code>
/// <para>The same value has the same token everywhere in the report. With RedactionKey it has it in every report made with that key.</para>
/// </example>
/// <seealso href="about_StormDetect"/>
/// <seealso href="Invoke-M365MailHunt"/>
/// <seealso href="Get-MailExposure"/>
[Cmdlet(VerbsData.Export, "M365HuntReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportM365HuntReportCommand : PathCmdlet
{
    private string _file = string.Empty;

    /// <summary>The HTML file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("FilePath", "OutFile")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The result of Invoke-M365MailHunt, from the same session: what it draws does not go through a file.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public MailHuntResult InputObject { get; set; } = null!;

    /// <summary>The heading of the report.</summary>
    /// <value>Mail access report</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Mail access report";

    /// <summary>Replaces what names people and places by tokens, for a copy that leaves the house.</summary>
    [Parameter]
    public SwitchParameter Redact { get; set; }

    /// <summary>A secret that makes the tokens the same in all reports made with it. It appears nowhere.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? RedactionKey { get; set; }

    /// <summary>Leaves out the second reading of the log, which counts the messages that the findings could have exposed.</summary>
    [Parameter]
    public SwitchParameter SkipExposure { get; set; }

    /// <summary>Overwrites a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Before the hunt in front of it in the pipeline has read a log for nothing.
        _file = ResolveFile(Path);
        RequireFree();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // A second result must not replace the report of the first.
        RequireFree();
        if (!ShouldProcess(_file, Strings.ReportAction))
        {
            return;
        }

        MailHuntResult result = InputObject;
        ReportSources sources = Await(token => ReportSources.Read(result, !SkipExposure, token), static () => { });
        using StringWriter page = new();
        HuntReport.Write(
            result,
            new HuntReportOptions
            {
                Title = Title,
                MadeAt = DateTimeOffset.UtcNow,
                ToolVersion = typeof(ExportM365HuntReportCommand).Assembly.GetName().Version?.ToString(3) ?? string.Empty,
                Exposures = sources.Exposures,
                Inputs = sources.Inputs,
                Redact = Redact,
                RedactionKey = RedactionKey is null ? null : new NetworkCredential(string.Empty, RedactionKey).Password,
            },
            page);

        try
        {
            ResultFile.Write(_file, page.ToString());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.ReportNotWritten(_file, failure));
        }

        WriteFile(_file);
    }

    private void RequireFree()
    {
        if (File.Exists(_file) && !Force)
        {
            ThrowTerminatingError(ErrorRecords.ReportExists(_file));
        }
    }
}
