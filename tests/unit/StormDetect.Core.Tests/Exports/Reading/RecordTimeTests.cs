using System;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Exports;
using StormDetect.Core.Facts;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class RecordTimeTests
{
    [Theory]
    [InlineData("2026-09-01T10:11:12", "2026-09-01T10:11:12")]
    [InlineData("2026-09-01T10:11:12Z", "2026-09-01T10:11:12")]
    [InlineData("2026-08-31T10:18:39.0000000Z ", "2026-08-31T10:18:39")]
    [InlineData("2026-09-01 10:11:12", "2026-09-01T10:11:12")]
    [InlineData("2026-09-01T10:11:12.5+02:00", "2026-09-01T08:11:12")]
    [InlineData("2026-09-01T23:30:00-0100", "2026-09-02T00:30:00")]
    [InlineData("9/20/2023 4:05:03 AM", "2023-09-20T04:05:03")]
    [InlineData("9/2/2023 4:05:03 PM", "2023-09-02T16:05:03")]
    [InlineData("9/2/2023 12:05:03 AM", "2023-09-02T00:05:03")]
    [InlineData("9/2/2023 12:05:03 PM", "2023-09-02T12:05:03")]
    [InlineData("9/20/2023 4:05:03\u202fAM", "2023-09-20T04:05:03")]
    [InlineData("5/7/2022, 12:55:53.000 PM", "2022-05-07T12:55:53")]
    [InlineData("20/9/2023 14:05:03", "2023-09-20T14:05:03")]
    [InlineData("9/20/2023 14:05", "2023-09-20T14:05:00")]
    [InlineData("9/9/2023 14:05:03", "2023-09-09T14:05:03")]
    [InlineData("/Date(1616672202000)/", "2021-03-25T11:36:42")]
    [InlineData("\\/Date(1616672202000)\\/", "2021-03-25T11:36:42")]
    [InlineData("2024-02-29T00:00:00", "2024-02-29T00:00:00")]
    [InlineData("2067-12-31T23:59:59-14:00", "2068-01-01T13:59:59")]
    public void Times_are_read(string text, string expected)
    {
        Assert.True(RecordTime.TryParse(Encoding.UTF8.GetBytes(text), out long ticks));
        Assert.Equal(ticks / TimeSpan.TicksPerSecond, FactTime.ToTime(FactTime.FromTicks(ticks)).UtcTicks / TimeSpan.TicksPerSecond);
        Assert.Equal(expected, new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("yesterday")]
    [InlineData("5/7/2022 14:05:03")] // May or July
    [InlineData("13/13/2022 14:05:03")]
    [InlineData("2/30/2022 4:05:03 AM")]
    [InlineData("9/20/2023 14:05:03 PM")]
    [InlineData("9/20/2023 4:05:03 XM")]
    [InlineData("20/9/2023 4:05:03 AM")]
    [InlineData("9/20/2023")]
    [InlineData("1601-01-01T00:00:00")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:59")]
    [InlineData("2068-01-01T00:00:00")] // more seconds since 2000 than facts can hold soon after: it would come out as 1932
    [InlineData("2099-01-01T00:00:00")]
    [InlineData("/Date(4070908800000)/")]
    [InlineData("2026-13-01T00:00:00")]
    [InlineData("2026-02-29T00:00:00")]
    [InlineData("2026-09-01T24:00:00")]
    [InlineData("2026-09-01T10:61:00")]
    [InlineData("2026-09-01T10:11:12X")]
    [InlineData("2026-09-01T10:11:12+99:00")]
    [InlineData("2026-09-01T10:11:12+0")]
    [InlineData("2026-09-01T10:11:12.5x")]
    [InlineData("/Date(-1)/")]
    [InlineData("/Date()/")]
    [InlineData("/Date(99999999999999999999)/")]
    [InlineData("9/20/20230000 4:05:03 AM")]
    public void Impossible_and_ambiguous_times_are_refused(string text) => Assert.False(RecordTime.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Anything_else_is_refused_without_a_fault()
    {
        Gen<string> text = Gen.Elements("2026-09-01T10:11:12", "9/2", "/", "0", "9", "-", ":", "T", " ", "AM", "\u202f", "Date(", ".", "+", ",", "\u00e9")
            .ListOf().Select(string.Concat);
        Prop.ForAll(text.ToArbitrary(), static t =>
        {
            if (RecordTime.TryParse(Encoding.UTF8.GetBytes(t), out long ticks))
            {
                Assert.InRange(new DateTime(ticks).Year, 2004, 2101);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Written_times_are_read_back()
    {
        Prop.ForAll(Gen.Choose(0, 61 * 365 * 86_400).ToArbitrary(), static seconds =>
        {
            DateTime time = new DateTime(2006, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds);
            foreach (string format in new[] { "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.fffffffZ ", "M/d/yyyy h:mm:ss tt", "M/d/yyyy, h:mm:ss.fff tt" })
            {
                Assert.True(RecordTime.TryParse(Encoding.UTF8.GetBytes(time.ToString(format, CultureInfo.InvariantCulture)), out long ticks));
                Assert.Equal(time.Ticks, ticks);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));
    }

    [Fact]
    public void Times_of_records_do_not_depend_on_the_record_before()
    {
        // The reader remembers the last date. Months, days and hours that differ in one character, forms mixed, impossible times in between.
        string[] times =
        [
            "2026-09-01T23:59:59", "2026-09-02T00:00:00", "2026-09-12T00:00:00Z", "2026-09-11T00:00:00", "2026-10-11T00:00:00", "2025-10-11T00:00:00",
            "2026-13-11T00:00:00", "2025-10-11T24:00:00", "2025-10-11T00:60:00", "2025-10-11T00:00:0x", "2025-10-31T10:00:00.25", "2025-02-31T10:00:00", "2025-10-11T00:00:01",
            "10/11/2025 1:02:03 PM", "2025-10-11 01:02:03", "2025-10-11T01:02:03+02:00", "2025-1x-11T00:00:01",
        ];
        foreach (string before in times)
        {
            foreach (string text in times)
            {
                bool expected = RecordTime.TryParse(Encoding.UTF8.GetBytes(text), out long ticks);
                (System.Collections.Generic.List<AuditRecord> records, _) = Reading.Text(Line(1, before) + "\n" + Line(2, text));
                Assert.Equal(expected ? ticks : 0, records.Find(static record => record.Id.EndsWith('2'))?.CreationTime.UtcTicks ?? 0);
            }
        }

        static string Line(int id, string time) =>
            $$"""{"Id":"00000000-0000-0000-0000-00000000000{{id}}","Operation":"Send","UserId":"a@x","CreationTime":"{{time}}"}""";
    }
}
