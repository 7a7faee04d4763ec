using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Whatever the size of blocks: together they are the text, and none of them cuts a record.</summary>
public sealed class BlockLawTests : IDisposable
{
    private static readonly string[] s_values =
    [
        """{"Id":"1","Operation":"a"}""",
        """{"Id":"2","Path":"\\","Text":"}\n{ \" ][","n":[1,2,{"x":[]}]}""",
        "{\n  \"Id\": \"3\",\n  \"List\": [\n    {\n    },\n    {\n    }\n  ]\n}",
        "{\r\n \"Id\": \"caf\u00e9\"\r\n}",
        "{}",
        "[{\"Id\":\"5\"},\n{\"Id\":\"6\"}]",
    ];

    private readonly TempFolder _folder = new();

    [Fact]
    public void Blocks_of_json_hold_whole_values()
    {
        Gen<(string Value, string Gap)> item = Gen.Elements(s_values)
            .SelectMany(value => Gen.Elements("\n", "\r\n", "\n\n", " ", "").Select(gap => (value, gap)));
        Check(item, "{\"Id\":\"0\"}\n", InputLayout.JsonSequence);
    }

    [Fact]
    public void Blocks_of_one_record_a_line_hold_whole_lines()
    {
        Gen<(string Value, string Gap)> item = Gen.Elements(s_values[0], s_values[1], s_values[4])
            .SelectMany(value => Gen.Elements("\n", "\r\n").Select(gap => (value, gap)));
        Check(item, "{\"Id\":\"0\"}\n", InputLayout.JsonSequence);
    }

    [Fact]
    public void Blocks_of_csv_hold_whole_rows()
    {
        Gen<(string Value, string Gap)> item = Gen.Elements(
                "1,\"{\"\"Id\"\":\"\"1\"\"}\"", "2,plain", "3,\"{\n  \"\"Id\"\": \"\"3\"\",\n\n  \"\"n\"\": 1\n}\"", "4,\"\"", "5,\"\"\"\"", "6,", "\"7\",\"x\r\ny, z\"")
            .SelectMany(value => Gen.Elements("\n", "\r\n").Select(gap => (value, gap)));
        Check(item, "Id,AuditData\n", InputLayout.Csv);
    }

    [Fact]
    public void A_tree_comes_whole_whatever_part_of_it_is_kept()
    {
        string text = "[" + Samples.Lines(30).TrimEnd().Replace("\n", ",\n") + "]";
        string path = _folder.Write("tree.json", text);
        Prop.ForAll(Gen.Choose(16, 700).SelectMany(size => Gen.Choose(0, 100).Select(percent => (size, percent))).ToArbitrary(), given =>
        {
            InputLimits limits = new() { BlockBytes = given.size, HeadBytes = 32, MaxHeadBytes = 64, MaxRecordBytes = 4096 };
            using LogInput input = new InputCatalog(limits).Inputs([path], problem => throw new InvalidOperationException(problem.Message), default).Single();
            TextBlock block = new();
            StringBuilder read = new();
            int keepFrom = 0;
            long behind = 0;
            bool more;
            do
            {
                more = input.Fill(block, keepFrom, CancellationToken.None);
                string now = Encoding.UTF8.GetString(block.Buffer, 0, block.Length);
                if (block.Offset != behind || !text.AsSpan((int)block.Offset).StartsWith(now))
                {
                    return false;
                }

                keepFrom = block.Length * given.percent / 100;
                behind = block.Offset + keepFrom;
                read.Append(now, 0, keepFrom);
            }
            while (more && !block.IsLast);

            read.Append(Encoding.UTF8.GetString(block.Buffer, keepFrom, block.Length - keepFrom));
            bool isKeptTooMuch = block.Length == limits.MaxRecordBytes && !block.IsLast;
            return input.Layout == InputLayout.JsonTree && (isKeptTooMuch || (block.IsLast && read.ToString() == text));
        }).QuickCheckThrowOnFailure();
    }

    public void Dispose() => _folder.Dispose();

    private void Check(Gen<(string Value, string Gap)> item, string first, InputLayout layout)
    {
        Gen<(List<(string Value, string Gap)> Items, int Size, int Head)> cases = item.ListOf().SelectMany(items =>
            Gen.Choose(16, 300).SelectMany(size => Gen.Choose(8, 200).Select(head => (items.ToList(), size, head))));
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            StringBuilder text = new(first);
            List<(int From, int To)> cuts = [(Encoding.UTF8.GetByteCount(first), Encoding.UTF8.GetByteCount(first))];
            int bytes = cuts[0].From;
            foreach ((string value, string gap) in given.Items)
            {
                text.Append(value).Append(gap);
                bytes += Encoding.UTF8.GetByteCount(value);
                cuts.Add((bytes, bytes + gap.Length));
                bytes += gap.Length;
            }

            string path = _folder.Write("law", text.ToString());
            InputLimits limits = new() { BlockBytes = given.Size, HeadBytes = given.Head, MaxHeadBytes = Math.Max(given.Head, 64) };
            InputProbe probe = InputProbe.Read(limits, path);
            ProbedInput input = Assert.Single(probe.Inputs);
            int headerBytes = layout == InputLayout.Csv ? cuts[0].From : 0;
            long position = headerBytes;
            for (int i = 0; i < input.Blocks.Count; i++)
            {
                bool isBetweenRecords = i == 0 || cuts.Exists(cut => position >= cut.From && position <= cut.To);
                if (input.Offsets[i] != position || !isBetweenRecords)
                {
                    return false;
                }

                position += Encoding.UTF8.GetByteCount(input.Blocks[i]);
            }

            return probe.Problems.Count == 0 && input.Layout == layout && input.SlackIsZero && position == bytes && input.Text == text.ToString()[headerBytes..];
        }).QuickCheckThrowOnFailure();
    }
}
