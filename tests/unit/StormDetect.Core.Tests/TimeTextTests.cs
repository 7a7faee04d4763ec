using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace StormDetect.Core.Tests;

/// <summary>Export-Csv writes times as the machine's culture does, without their zone. Rows that people export have every time as text as well.</summary>
public sealed class TimeTextTests
{
    public static TheoryData<Type> Rows => [.. typeof(Finding).Assembly.GetExportedTypes().Where(static type => type.IsSubclassOf(typeof(Finding)) && !type.IsAbstract), .. s_others];

    private static readonly Type[] s_others =
    [
        typeof(ActivityTimelineEntry), typeof(ArchiveCheckResult), typeof(ArchiveGap), typeof(ArchiveRunResult), typeof(AuditCoverage), typeof(AuditCoverageSummary), typeof(AuditRecord), typeof(BlindInterval),
        typeof(ConfigChange), typeof(ConfigPartInfo), typeof(ConfigSnapshotSummary), typeof(ExpiringLog), typeof(ExposedMessage), typeof(Incident), typeof(LoggingCheckResult), typeof(MailAccessApplication),
        typeof(MailExposure), typeof(PlantedIntrusion), typeof(SearchReport), typeof(SliceReport), typeof(TenantLoggingSummary),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_time_of_a_row_has_a_text_that_all_machines_read(Type type)
    {
        DateTimeOffset time = new(2026, 6, 30, 16, 5, 7, TimeSpan.FromHours(2));
        object row = RuntimeHelpers.GetUninitializedObject(type);
        PropertyInfo[] times = type.GetProperties().Where(static property => (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTimeOffset)).ToArray();
        Assert.NotEmpty(times);
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            foreach (PropertyInfo property in times)
            {
                PropertyInfo? text = type.GetProperty(property.Name + "Text");
                Assert.True(text?.PropertyType == typeof(string), $"{type.Name}.{property.Name} has no text.");
                if (property.GetSetMethod(nonPublic: true) is not null)
                {
                    property.SetValue(row, time);
                    Assert.Equal("2026-06-30T14:05:07Z", text.GetValue(row));
                }
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
