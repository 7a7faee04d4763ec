using System;
using System.IO;
using System.Management.Automation;

namespace StormDetect.Errors;

internal static partial class ErrorRecords
{
    public static ErrorRecord ReportExists(string path) =>
        new(new IOException(Strings.Format(Strings.ReportExists, path)), nameof(Strings.ReportExists), ErrorCategory.ResourceExists, path);

    public static ErrorRecord ReportNotWritten(string path, Exception cause) =>
        new(new IOException(Strings.Format(Strings.ReportNotWritten, path, cause.Message), cause), nameof(Strings.ReportNotWritten), ErrorCategory.WriteError, path);
}
