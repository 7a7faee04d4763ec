using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>Indicators as a table: one a row, columns by their usual names in any order; comma, semicolon or tab; lines that begin with # are remarks.</summary>
internal static class CsvIndicators
{
    private static readonly string[] s_value = ["value", "indicator", "indicatorvalue", "ioc", "iocvalue", "observable", "observablevalue", "networkipv4", "networkip", "networksourceip", "domainname", "emailsenderaddress", "ip", "ipaddress", "domain", "address"];
    private static readonly string[] s_type = ["type", "indicatortype", "ioctype", "observabletype", "kind", "attributetype"];
    private static readonly string[] s_from = ["validfrom", "firstseen", "firstseenutc", "first", "startdate", "start", "from", "datefirstseen", "observedfrom"];
    private static readonly string[] s_until = ["validuntil", "validto", "lastseen", "lastseenutc", "last", "enddate", "end", "until", "to", "expires", "expirationdatetime", "expiration", "datelastseen", "observedto"];
    private static readonly string[] s_description = ["description", "comment", "comments", "note", "notes", "context", "details"];
    private static readonly string[] s_source = ["source", "campaign", "report", "actor", "threatactor", "activitygroupnames", "event", "eventinfo", "feed", "cluster", "threat"];
    private static readonly string[] s_confidence = ["confidence", "score"];

    public static void Read(string text, IndicatorSink sink)
    {
        List<(int Line, List<string> Cells)> rows = Rows(text);
        if (rows.Count == 0)
        {
            sink.FileNotUsable("it has no rows");
            return;
        }

        Columns columns = Columns.Find(rows[0].Cells);
        bool hasHeader = columns.Value >= 0;
        if (!hasHeader)
        {
            // A bare list: one value a line, told by its looks.
            if (rows[0].Cells.Count > 2 || IndicatorText.TypeOf(IndicatorText.Refang(rows[0].Cells[0])) is null)
            {
                sink.FileNotUsable("it is neither JSON nor a table with a column for the value (value, indicator, ioc)");
                return;
            }

            columns = Columns.Bare;
        }

        for (int i = hasHeader ? 1 : 0; i < rows.Count; i++)
        {
            ReadRow(rows[i].Line, rows[i].Cells, columns, sink);
        }
    }

    private static void ReadRow(int line, List<string> cells, Columns columns, IndicatorSink sink)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"line {line}");
        string value = IndicatorText.Refang(Cell(cells, columns.Value));
        if (value.Length == 0)
        {
            return;
        }

        string typeName = Cell(cells, columns.Type);
        IndicatorType? type;
        if (typeName.Length == 0)
        {
            type = IndicatorText.TypeOf(value);
            if (type is null)
            {
                sink.NotUnderstood(id, $"the kind of '{value}' cannot be told by its looks; name it in a column 'type'");
                return;
            }
        }
        else if (!IndicatorText.TryType(typeName, out type))
        {
            sink.NotUnderstood(id, $"there is no type '{typeName}'");
            return;
        }
        else if (type is null)
        {
            sink.NotInAuditLogs(typeName);
            return;
        }

        if (!IndicatorText.TryTerm(type.Value, value, out IndicatorTerm term))
        {
            sink.NotUnderstood(id, $"'{value}' is no {IndicatorWords.Noun(type.Value)}");
            return;
        }

        DateTimeOffset? from = null;
        DateTimeOffset? until = null;
        if (!TryTime(cells, columns.From, isEnd: false, ref from) || !TryTime(cells, columns.Until, isEnd: true, ref until) || from >= until)
        {
            sink.NotUnderstood(id, $"the validity of '{value}' is no time in a form that means the same everywhere, such as 2026-06-30, or ends before it begins");
            return;
        }

        string source = Cell(cells, columns.Source);
        bool isPattern = type == IndicatorType.UserAgent && value.Contains('%', StringComparison.Ordinal) && (value[0] == '%' || value[^1] == '%');
        sink.Add(new ThreatIndicator([IndicatorRule.Of(isPattern ? term with { Test = TermTest.Like } : term)])
        {
            Id = id,
            Source = source.Length > 0 ? source : sink.FileName,
            Value = term.Type == IndicatorType.Address ? IndicatorWords.Address(term.Value) : term.Value,
            Description = Cell(cells, columns.Description),
            ValidFrom = from,
            ValidUntil = until,
            Confidence = int.TryParse(Cell(cells, columns.Confidence), NumberStyles.None, CultureInfo.InvariantCulture, out int confidence) && confidence <= 100 ? confidence : null,
        });
    }

    private static bool TryTime(List<string> cells, int column, bool isEnd, ref DateTimeOffset? time)
    {
        string cell = Cell(cells, column);
        time = IndicatorText.Time(cell, isEnd);
        return cell.Length == 0 || time is not null;
    }

    private static string Cell(List<string> cells, int column) => column >= 0 && column < cells.Count ? cells[column].Trim() : string.Empty;

    private static List<(int Line, List<string> Cells)> Rows(string text)
    {
        List<(int, List<string>)> rows = [];
        StringBuilder cell = new();
        List<string> cells = [];
        bool quoted = false;
        bool remark = false;
        char delimiter = Delimiter(text);
        int line = 1;
        int rowLine = 1;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : '\n';
            if (quoted && i < text.Length)
            {
                line += c == '\n' ? 1 : 0;
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '\n')
            {
                cells.Add(cell.ToString().TrimEnd('\r'));
                if (!remark && (cells.Count > 1 || cells[0].Trim().Length > 0))
                {
                    rows.Add((rowLine, cells));
                }

                cells = [];
                cell.Clear();
                remark = false;
                rowLine = ++line;
            }
            else if (remark)
            {
                continue;
            }
            else if (c == '#' && cells.Count == 0 && cell.Length == 0)
            {
                remark = true;
            }
            else if (c == '"' && cell.ToString().Trim().Length == 0)
            {
                cell.Clear();
                quoted = true;
            }
            else if (c == delimiter)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        return rows;
    }

    private static char Delimiter(string text)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.Trim().IsEmpty || line[0] == '#')
            {
                continue;
            }

            return line.Contains('\t') ? '\t' : line.Count(';') > line.Count(',') ? ';' : ',';
        }

        return ',';
    }

    private readonly record struct Columns(int Value, int Type, int From, int Until, int Description, int Source, int Confidence)
    {
        public static Columns Bare => new(0, -1, -1, -1, -1, -1, -1);

        public static Columns Find(List<string> header) => new(
            Find(header, s_value), Find(header, s_type), Find(header, s_from), Find(header, s_until), Find(header, s_description), Find(header, s_source), Find(header, s_confidence));

        /// <summary>The first name of the list that is a column: the more telling names come first.</summary>
        private static int Find(List<string> header, string[] names)
        {
            foreach (string name in names)
            {
                for (int i = 0; i < header.Count; i++)
                {
                    if (Plain(header[i]) == name)
                    {
                        return i;
                    }
                }
            }

            return -1;
        }

        private static string Plain(string header)
        {
            StringBuilder plain = new();
            foreach (char c in header)
            {
                if (char.IsAsciiLetterOrDigit(c))
                {
                    plain.Append(char.ToLowerInvariant(c));
                }
            }

            return plain.ToString();
        }
    }
}
