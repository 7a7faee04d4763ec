using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

/// <summary>
/// What we take for JSON is what System.Text.Json takes for JSON. Known differences, on purpose: deeper than 63 levels is refused; a backslash before a
/// character that no JSON writer escapes stands for that character; other control characters between tokens count as blanks.
/// </summary>
public sealed class JsonOracleTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true);

    private static readonly JsonSerializerOptions s_relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    private static readonly string[] s_scalars =
        ["0", "-1", "1.5", "-0.25e+10", "1E5", "12345678901234567890", "true", "false", "null", "\"\"", "\"a\"", "\"\\\"\"", "\"\\\\\"", "\"x\\u00e9\\/\\n{}[],:\"", "\"é😀\"", "\"\\\\\\\"},{\\\\\""];

    private static readonly string[] s_fragments =
        ["{", "}", "[", "]", ":", ",", "\"", " ", "\n", "0", "1", "-", ".", "e", "E", "+", "t", "true", "null", "nul", "\"a\"", "\"a\":", "\\\"", "{}", "[]", "01", "1.", "1.e1", "-01", "+1", ".5", "\"\"", "/", "\u00e9"];

    [Fact]
    public void Every_generated_object_is_accepted_in_place_and_as_a_doubled_cell() => Check(Objects(4), static json =>
    {
        Assert.True(IsJson(json), json);
        Assert.True(Accepts(json, doubled: false), json);
        Assert.True(Accepts(json, doubled: true), json);
    });

    [Fact]
    public void Mutations_are_accepted_exactly_where_JsonDocument_accepts_them()
    {
        Gen<string> mutated = Objects(3).SelectMany(json =>
            Gen.Choose(0, json.Length).SelectMany(at =>
                Gen.Choose(0, Math.Min(3, json.Length - at)).SelectMany(cut =>
                    Gen.Elements(s_fragments).Select(fragment => json[..at] + fragment + json[(at + cut)..]))));
        Check(mutated, AssertSame);
    }

    [Fact]
    public void Random_tokens_are_accepted_exactly_where_JsonDocument_accepts_them() =>
        Check(Gen.Elements(s_fragments).ListOf().Select(parts => "{" + string.Concat(parts) + "}"), AssertSame);

    [Theory]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":-01}""")]
    [InlineData("""{"a":1.e5}""")]
    [InlineData("""{"a":1.}""")]
    [InlineData("""{"a":-}""")]
    [InlineData("""{"a":.5}""")]
    [InlineData("""{"a":+1}""")]
    [InlineData("""{"a":1e}""")]
    [InlineData("""{"a":tru}""")]
    [InlineData("""{"a":truee}""")]
    [InlineData("""{"a":NaN}""")]
    [InlineData("""{"a":1 2}""")]
    [InlineData("""{"a" 1}""")]
    [InlineData("""{"a":"b"1}""")]
    [InlineData("""{"a":1"b"}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{,"a":1}""")]
    [InlineData("""{"a":[1,]}""")]
    [InlineData("""{"a":[1}}""")]
    [InlineData("""{"a":{"b":1]}""")]
    [InlineData("""{a:1}""")]
    [InlineData("""{'a':1}""")]
    [InlineData("""{"a":1}{}""")]
    [InlineData("""{"a":\"b"}""")]
    public void What_is_no_JSON_is_refused(string json)
    {
        Assert.False(IsJson(json));
        Assert.False(Accepts(json, doubled: false));
        Assert.False(Accepts(json, doubled: true));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-0.5")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("nul")]
    [InlineData("01")]
    [InlineData("1 ")]
    public void A_value_without_brackets_ends_with_the_text(string json) => AssertSame(json);

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    public void Nesting_is_bounded(int arrays, bool accepted) =>
        Assert.Equal(accepted, Accepts("{\"a\":" + new string('[', arrays) + new string(']', arrays) + "}", doubled: false));

    [Fact]
    public void Strings_may_end_anywhere_in_a_step_of_64_bytes()
    {
        // Runs of backslashes and quotes at every place of a step: where carries go wrong.
        for (int padding = 0; padding < 130; padding++)
        {
            for (int slashes = 0; slashes < 4; slashes++)
            {
                string json = "{\"" + new string('k', padding) + "\":\"" + new string('\\', slashes) + "\",\"b\":{\"c\":[\"x\"]}}";
                AssertSame(json);
            }
        }
    }

    [Fact]
    public void Fields_are_what_JsonDocument_reads()
    {
        Gen<string> text = Gen.Elements("x", "\\", "\"", "/", "\n", "\u00e9", "\ud83d\ude00", "{", "}", ",", ":", " ", "\u202f", "[1]").ListOf().Select(string.Concat);
        Check(text.Two().SelectMany(pair => Gen.Elements("abc", "").Select(tail => (pair.Item1, pair.Item2, tail))), static given =>
        {
            Dictionary<string, object?> record = new()
            {
                ["CreationTime"] = "2026-09-01T10:00:00",
                ["Other"] = new object[] { new { Id = given.Item2 }, given.Item1 },
                ["Operation"] = "o" + given.tail,
                ["UserKey"] = given.Item1,
                ["ResultStatus"] = given.Item2,
            };
            foreach (string json in new[] { JsonSerializer.Serialize(record), JsonSerializer.Serialize(record, s_relaxed) })
            {
                using JsonDocument document = JsonDocument.Parse(json);
                AuditRecord read = Reading.One(json);
                Assert.Equal(document.RootElement.GetProperty("UserKey").GetString(), read.UserKey ?? string.Empty);
                Assert.Equal(document.RootElement.GetProperty("ResultStatus").GetString(), read.ResultStatus ?? string.Empty);
                Assert.Equal("o" + given.tail, read.Operation);
            }
        });
    }

    [Fact]
    public void Scenario_lines_read_as_JsonDocument_reads_them()
    {
        (List<AuditRecord> records, ReadReport report) = Reading.Text(string.Join('\n', Reading.Lines));
        Assert.Equal(Reading.Lines.Length, report.Kept);
        Assert.Equal(Reading.Lines.Select(line => NaiveRecord.Describe(line)), records.Select(NaiveRecord.Describe));
    }

    private static Gen<string> Objects(int depth)
    {
        Gen<string> value = depth == 0
            ? Gen.Elements(s_scalars)
            : Gen.Frequency(
                (3, Gen.Elements(s_scalars)),
                (1, Objects(depth - 1)),
                (1, Objects(depth - 1).ListOf().Select(list => "[" + string.Join(" ,", list.Take(3)) + "]")));
        Gen<string> member = value.SelectMany(text => Gen.Elements("\"Id\":", "\"k\" : ", "\"Operation\":", "\"a\\\"b\":").Select(key => key + text));
        return member.ListOf().SelectMany(list => Gen.Elements(",", ",\n", " , ").Select(comma => "{" + string.Join(comma, list.Take(5)) + "}"));
    }

    private static void AssertSame(string json)
    {
        bool expected = IsJson(json);
        if (expected == Accepts(json, doubled: false) && expected == Accepts(json, doubled: true))
        {
            return;
        }

        // Only an escape that no writer makes may differ, and only towards accepting.
        Assert.False(expected, json);
        Assert.True(IsJson(WithoutOddEscapes(json)), json);
    }

    private static string WithoutOddEscapes(string json)
    {
        StringBuilder text = new();
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '\\' && i + 1 < json.Length)
            {
                bool odd = !"\"\\/bfnrt".Contains(json[i + 1], StringComparison.Ordinal);
                text.Append(odd ? "\\n" : json.Substring(i, 2));
                i++;
            }
            else
            {
                text.Append(json[i]);
            }
        }

        return text.ToString();
    }

    private static bool IsJson(string json)
    {
        try
        {
            JsonDocument.Parse(Encoding.UTF8.GetBytes(json)).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Accepts(string json, bool doubled)
    {
        byte[] text = Encoding.UTF8.GetBytes(doubled ? json.Replace("\"", "\"\"", StringComparison.Ordinal) : json);
        byte[] padded = new byte[text.Length + 64];
        text.CopyTo(padded, 0);
        padded.AsSpan(text.Length).Fill((byte)'"'); // what stands behind must not matter
        JsonTokens tokens = new();
        int token = 0;
        FieldSet fields = default;
        return tokens.Scan(padded, 0, text.Length, doubled) == JsonFault.None
            && JsonWalker.Walk(padded, tokens, ref token, doubled ? 2 : 1, new int[(int)AuditField.Count], ref fields) == JsonFault.None
            && token == tokens.Count;
    }

    private static void Check<T>(Gen<T> gen, Action<T> law) => Prop.ForAll(gen.ToArbitrary(), law).Check(s_config);
}
