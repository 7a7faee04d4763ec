using System.Collections.Generic;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Tests.Exports;

/// <summary>What an input gave.</summary>
internal sealed record ProbedInput(
    string Name,
    InputLayout Layout,
    bool SingleLine,
    CsvHeader? Header,
    List<string> Blocks,
    List<long> Offsets,
    bool SlackIsZero,
    bool EndedWithLast)
{
    public string Text => string.Concat(Blocks);
}
