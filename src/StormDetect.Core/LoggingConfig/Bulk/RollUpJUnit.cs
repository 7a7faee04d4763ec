using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;

namespace StormDetect.Core.LoggingConfig;

/// <summary>The roll-up as JUnit XML: a suite a tenant, a case a check. Unknown is an error, so that no pipeline is green because nothing could be read.</summary>
internal static class RollUpJUnit
{
    public static void Write(Stream stream, LoggingConfigRollUp rollUp, DateTimeOffset writtenAt)
    {
        using XmlWriter xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n", CloseOutput = false });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "Logging configuration");
        foreach (TenantLoggingSummary tenant in rollUp.Tenants)
        {
            Write(xml, tenant, writtenAt);
        }

        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, TenantLoggingSummary tenant, DateTimeOffset writtenAt)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", PlainText.Safe(tenant.TenantName.Length > 0 ? $"{tenant.TenantName} ({tenant.TenantId})" : tenant.TenantId));
        xml.WriteAttributeString("timestamp", (tenant.TakenAt ?? writtenAt).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        bool isUnread = tenant.Error.Length > 0;
        Number(xml, "tests", tenant.Checks.Count + (isUnread ? 1 : 0));
        Number(xml, "failures", tenant.Failed);
        Number(xml, "errors", tenant.Unknown + (isUnread ? 1 : 0));
        Number(xml, "skipped", tenant.NotApplicable);
        if (isUnread)
        {
            Case(xml, "Snapshot", "The snapshot can be read", "error", "Unreadable", tenant.Error, string.Empty);
        }

        foreach (TenantCheck check in tenant.Checks)
        {
            string? element = check.Status switch
            {
                CheckStatus.Failed => "failure",
                CheckStatus.Unknown => "error",
                CheckStatus.NotApplicable => "skipped",
                _ => null,
            };
            Case(xml, check.CheckId, check.Title, element, check.Severity.ToString(), check.Summary, check.Detail);
        }

        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, string id, string title, string? element, string type, string message, string detail)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", id);
        xml.WriteAttributeString("name", title);
        if (element is not null)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("message", PlainText.Safe(message));
            if (element != "skipped")
            {
                xml.WriteAttributeString("type", type);
                xml.WriteString(string.Join('\n', detail.Split('\n').Select(PlainText.Safe)));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Number(XmlWriter xml, string name, int value) => xml.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
}
