using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class CsvRowReaderTests
{
    private static readonly char[] s_alphabet = ['"', '"', ',', '\n', '\r', ' ', 'a', 'b', '\u00e9'];

    [Theory]
    [InlineData("a,b\n", "a|b")]
    [InlineData("a,b", "a|b")]
    [InlineData("a,b\r\n", "a|b")]
    [InlineData("a,b\r", "a|b")]
    [InlineData("a,\r\n", "a|")]
    [InlineData(",", "|")]
    [InlineData("\"a\",\"b\"\r\n", "a|b")]
    [InlineData("\"\",\"\"", "|")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"a\r\nb\",c", "a\r\nb|c")]
    [InlineData("\"say \"\"hi\"\"\",\"\"\"\"", "say \"hi\"|\"")]
    [InlineData("\"a\" , \"b\" \r\n", "a|b")]
    public void One_row_is_read(string text, string expected)
    {
        ProbedRow row = Assert.Single(CsvProbe.Rows(text, 2));
        Assert.Equal(CsvRowState.Ok, row.Row.State);
        Assert.Equal(expected, string.Join('|', row.Values));
    }

    [Theory]
    [InlineData("\n\r\na,b\n\n\r\n  \nc,d\n\n")]
    [InlineData("a,b\n\n\nc,d")]
    public void Blank_lines_are_no_rows(string text) =>
        Assert.Equal(["a|b", "c|d"], CsvProbe.Rows(text, 2).Select(row => string.Join('|', row.Values)));

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\n")]
    public void Nothing_holds_no_rows(string text) => Assert.Empty(CsvProbe.Rows(text, 2));

    [Fact]
    public void Rows_with_other_numbers_of_cells_are_marked_and_given()
    {
        List<ProbedRow> rows = CsvProbe.Rows("a\na,b,c\nx,y\n", 2);
        Assert.Equal([CsvRowState.WrongCellCount, CsvRowState.WrongCellCount, CsvRowState.Ok], rows.Select(row => row.Row.State));
        Assert.Equal(["a", "a|b|c", "x|y"], rows.Select(row => string.Join('|', row.Values)));
        Assert.Equal([1, 3, 2], rows.Select(row => row.Row.CellCount));
    }

    [Fact]
    public void More_cells_than_room_are_counted_but_not_stored()
    {
        CsvCell[] cells = new CsvCell[2];
        CsvRowReader reader = new("a,b,c,d\n"u8, (byte)',', 2);
        Assert.True(reader.Next(cells, out CsvRow row));
        Assert.Equal(4, row.CellCount);
        Assert.Equal(2, cells[1].Start);
        Assert.False(reader.Next(cells, out _));
    }

    [Fact]
    public void An_unclosed_quote_costs_one_line()
    {
        List<ProbedRow> rows = CsvProbe.Rows("a,b\nc,\"cut {\"\"x\"\":1\nd,e\nf,g\n", 2);
        Assert.Equal([CsvRowState.Ok, CsvRowState.UnclosedQuote, CsvRowState.Ok, CsvRowState.Ok], rows.Select(row => row.Row.State));
        Assert.Equal(["a|b", "c|cut {\"x\":1", "d|e", "f|g"], rows.Select(row => string.Join('|', row.Values)));
    }

    [Fact]
    public void A_quote_that_another_row_seems_to_close_costs_one_line_too()
    {
        List<ProbedRow> rows = CsvProbe.Rows("\"1\",\"cut\r\n\"2\",\"x \"\"y\"\"\"\r\n\"3\",\"z\"\r\n", 2);
        Assert.Equal([CsvRowState.UnclosedQuote, CsvRowState.Ok, CsvRowState.Ok], rows.Select(row => row.Row.State));
        Assert.Equal(["1|cut", "2|x \"y\"", "3|z"], rows.Select(row => string.Join('|', row.Values)));
    }

    [Theory]
    [InlineData("a,5\" disk\nx,y\n", "a|5\" disk")]
    [InlineData("\"a\"b,c\nx,y\n", "a\"b,c")]
    [InlineData("\"a\"b\",c\nx,y\n", "a\"b|c")]
    public void A_stray_quote_costs_one_line_and_its_cells_are_read_as_well_as_can_be(string text, string expected)
    {
        List<ProbedRow> rows = CsvProbe.Rows(text, 2);
        Assert.Equal([CsvRowState.StrayQuote, CsvRowState.Ok], rows.Select(row => row.Row.State));
        Assert.Equal(expected, string.Join('|', rows[0].Values));
    }

    [Fact]
    public void Any_cells_come_back_from_the_text_that_writes_them()
    {
        Gen<string> cell = Gen.Elements(s_alphabet).ListOf().Select(letters => new string([.. letters]));
        Gen<List<string[]>> table = Gen.Choose(2, 5).SelectMany(columns =>
            cell.ArrayOf(columns).ListOf().Select(rows => rows.ToList()));
        Prop.ForAll(table.ToArbitrary(), rows =>
        {
            int columns = rows.Count == 0 ? 2 : rows[0].Length;
            string text = Write(rows);
            List<ProbedRow> read = CsvProbe.Rows(text, columns);
            return read.TrueForAll(row => row.Row.State == CsvRowState.Ok)
                && read.Select(row => string.Join('\u0001', row.Values)).SequenceEqual(rows.Select(row => string.Join('\u0001', row)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Strict_and_loose_reading_agree_on_good_rows()
    {
        Gen<string> cell = Gen.Elements(s_alphabet).ListOf().Select(letters => new string([.. letters]));
        Prop.ForAll(cell.ArrayOf(4).ToArbitrary(), row =>
        {
            byte[] text = Encoding.UTF8.GetBytes(Write([row]));
            CsvCell[] strict = new CsvCell[4];
            CsvCell[] loose = new CsvCell[4];
            CsvRowReader reader = new(text, (byte)',', 4);
            bool isRow = reader.Next(strict, out CsvRow strictRow);
            CsvRow looseRow = CsvLooseRow.Read(text, 0, (byte)',', 4, loose, out int next);
            return isRow && strictRow == looseRow && strict.SequenceEqual(loose) && next == text.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_bytes_are_split_into_rows_in_order_that_leave_out_only_blank_lines()
    {
        Gen<byte[]> bytes = Gen.Elements(s_alphabet).ListOf().Select(letters => Encoding.UTF8.GetBytes([.. letters]));
        Prop.ForAll(bytes.ToArbitrary(), text =>
        {
            int position = 0;
            foreach (ProbedRow row in CsvProbe.Rows(text, 3))
            {
                bool isInOrder = row.Row.Start >= position && row.Row.End >= row.Row.Start && row.Row.End <= text.Length;
                bool gapIsBlank = text.AsSpan(position, row.Row.Start - position).IndexOfAnyExcept(" \t\r\n"u8) < 0;
                bool cellsAreWithin = Array.TrueForAll(row.Cells, cell => cell.Start >= row.Row.Start && cell.Length >= 0 && cell.Start + cell.Length <= row.Row.End);
                if (!isInOrder || !gapIsBlank || !cellsAreWithin)
                {
                    return false;
                }

                position = row.Row.End;
            }

            return text.AsSpan(position).IndexOfAnyExcept(" \t\r\n"u8) < 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_damaged_row_leaves_all_others_as_they_are()
    {
        Gen<string> damage = Gen.Elements('"', '"', ',', ' ', 'a', '{').ListOf().Select(letters => "bad" + new string([.. letters]));
        Arbitrary<(string Bad, int Before, int Behind)> cases = damage
            .SelectMany(bad => Gen.Choose(0, 3).SelectMany(before => Gen.Choose(0, 3).Select(behind => (bad, before, behind)))).ToArbitrary();
        Prop.ForAll(cases, given =>
        {
            string text = Good(0, given.Before) + given.Bad + "\r\n" + Good(given.Before, given.Behind);
            IEnumerable<string> ids = CsvProbe.Rows(text, 2).Where(row => row.Row.State == CsvRowState.Ok && row.Values[0].StartsWith("id-", StringComparison.Ordinal))
                .Select(row => row.Values[0]);
            return ids.SequenceEqual(Enumerable.Range(0, given.Before + given.Behind).Select(number => "id-" + number));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Running_parity_is_the_same_with_and_without_the_processors_help()
    {
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).Two().ToArbitrary(), halves =>
        {
            ulong bits = ((ulong)(uint)halves.Item1 << 32) | (uint)halves.Item2;
            return CsvStep.RunningParity(bits) == CsvStep.RunningParityByShifts(bits);
        }).QuickCheckThrowOnFailure();
    }

    private static string Good(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(number => $"\"id-{number}\",\"{{\"\"A\"\":\"\"b, c\"\",\n \"\"D\"\":[]}}\"\r\n"));

    private static string Write(IEnumerable<string[]> rows)
    {
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.AppendJoin(',', row.Select(cell => cell.AsSpan().IndexOfAny("\",\r\n ") >= 0 ? '"' + cell.Replace("\"", "\"\"") + '"' : cell)).Append("\r\n");
        }

        return text.ToString();
    }
}
