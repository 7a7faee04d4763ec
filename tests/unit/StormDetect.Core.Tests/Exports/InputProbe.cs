using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Tests.Exports;

/// <summary>Reads inputs to their end and keeps what they gave.</summary>
internal sealed class InputProbe
{
    public List<ProbedInput> Inputs { get; } = [];

    public List<InputProblem> Problems { get; } = [];

    public IEnumerable<string> Names => Inputs.Select(input => Path.GetFileName(input.Name));

    public IEnumerable<InputProblemKind> Kinds => Problems.Select(problem => problem.Kind);

    public static InputProbe Read(params string[] paths) => Read(new InputLimits(), paths);

    public static InputProbe Read(InputLimits limits, params string[] paths)
    {
        InputProbe probe = new();
        foreach (LogInput input in new InputCatalog(limits).Inputs(paths, probe.Problems.Add, CancellationToken.None))
        {
            using (input)
            {
                probe.Inputs.Add(ReadInput(input));
            }
        }

        return probe;
    }

    public static ProbedInput ReadInput(LogInput input)
    {
        TextBlock block = new();
        List<string> blocks = [];
        List<long> offsets = [];
        bool slackIsZero = true;
        bool nextIsTree = input.Layout == InputLayout.JsonTree;
        while (nextIsTree ? input.Fill(block, block.Length, CancellationToken.None) : input.NextBlock(block, CancellationToken.None))
        {
            blocks.Add(Encoding.UTF8.GetString(block.Buffer, 0, block.Length));
            offsets.Add(block.Offset);
            for (int i = 0; i < TextBlock.Slack; i++)
            {
                slackIsZero &= block.Buffer[block.Length + i] == 0;
            }
        }

        return new ProbedInput(input.Name, input.Layout, input.SingleLine, input.Header, blocks, offsets, slackIsZero, block.IsLast);
    }
}
