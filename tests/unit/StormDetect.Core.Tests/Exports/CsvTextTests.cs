using System.Text;
using FsCheck;
using FsCheck.Fluent;
using StormDetect.Core.Exports;
using Xunit;

namespace StormDetect.Core.Tests.Exports;

public sealed class CsvTextTests
{
    [Fact]
    public void Doubled_quotes_become_one_at_any_length_and_place()
    {
        Gen<string> text = Gen.Elements('"', '"', 'a', 'b', '\u00e9').ListOf().Select(letters => new string([.. letters]))
            .SelectMany(part => Gen.Choose(0, 8).Select(times => string.Concat(System.Linq.Enumerable.Repeat(part + "x", times))));
        byte[] buffer = [];
        Prop.ForAll(text.ToArbitrary(), plain =>
        {
            int length = CsvText.Unescape(Encoding.UTF8.GetBytes(plain.Replace("\"", "\"\"")), ref buffer);
            return Encoding.UTF8.GetString(buffer, 0, length) == plain;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_quote_without_its_twin_is_no_reason_to_fail()
    {
        byte[] buffer = [];
        string cell = new string('x', 70) + "\"" + new string('y', 200);
        Assert.Equal(cell.Length, CsvText.Unescape(Encoding.UTF8.GetBytes(cell), ref buffer));
        Assert.Equal(cell, Encoding.UTF8.GetString(buffer, 0, cell.Length));
    }
}
