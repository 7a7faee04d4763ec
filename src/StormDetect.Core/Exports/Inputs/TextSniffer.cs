using System;

namespace StormDetect.Core.Exports;

/// <summary>Recognises the form of a text by its beginning; the file's name plays no part.</summary>
internal static class TextSniffer
{
    /// <summary>Looks at the beginning of a text.</summary>
    /// <param name="head">The beginning, behind the byte order mark.</param>
    /// <param name="isWhole">Whether nothing follows.</param>
    /// <param name="isFinal">Whether to decide even if more would help.</param>
    /// <param name="onlyAudit">
    /// Whether JSON must show the keys, and CSV the columns, of audit records. A file given by name is believed to be a log; a folder also
    /// holds other things.
    /// </param>
    /// <param name="form">The form, for <see cref="SniffVerdict.Log"/>.</param>
    /// <param name="signs">By what the log is known; null for audit records.</param>
    /// <returns>What it is.</returns>
    public static SniffVerdict Sniff(ReadOnlySpan<byte> head, bool isWhole, bool isFinal, bool onlyAudit, out TextForm? form, LogSigns? signs = null)
    {
        form = null;
        signs ??= AuditSigns.Instance;
        if (IsBinary(head))
        {
            return SniffVerdict.Binary;
        }

        int first = head.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0)
        {
            return isWhole ? SniffVerdict.Empty : isFinal ? SniffVerdict.Unknown : SniffVerdict.NeedsMore;
        }

        return head[first] is (byte)'{' or (byte)'['
            ? SniffJson(head, first, isWhole, isFinal, onlyAudit, signs, out form)
            : SniffCsv(head, isWhole, isFinal, onlyAudit, signs, out form);
    }

    private static SniffVerdict SniffJson(ReadOnlySpan<byte> head, int first, bool isWhole, bool isFinal, bool onlyAudit, LogSigns signs, out TextForm? form)
    {
        form = null;
        int second = head[(first + 1)..].IndexOfAnyExcept(" \t\r\n"u8);
        bool isObject = head[first] == (byte)'{';
        if (second >= 0 && !CanFollow(head[first + 1 + second], isObject))
        {
            return SniffVerdict.Unknown;
        }

        JsonHead shape = JsonHead.Inspect(head, first, isWhole);
        if (shape.End < 0 && !shape.IsBroken && !isWhole && !isFinal)
        {
            return SniffVerdict.NeedsMore;
        }

        if (onlyAudit && !signs.InJson(head, isWhole))
        {
            return isWhole || isFinal ? SniffVerdict.Unknown : SniffVerdict.NeedsMore;
        }

        bool isSequence = shape.IsBroken || (shape.End >= 0 && (isObject ? !shape.IsFollowedByOther : shape.IsFollowedByValue));
        form = new TextForm(isSequence ? InputLayout.JsonSequence : InputLayout.JsonTree, isSequence && shape.SingleLine, Header: null, 0, signs.IsPartial(head, null));
        return SniffVerdict.Log;
    }

    private static SniffVerdict SniffCsv(ReadOnlySpan<byte> head, bool isWhole, bool isFinal, bool onlyAudit, LogSigns signs, out TextForm? form)
    {
        form = null;
        CsvHeader? header = CsvHeaderReader.TryRead(head, isWhole, signs, out int known, out int telling, out int consumed);
        if (header is null || (onlyAudit && known < 2 && telling == 0))
        {
            bool mayComplete = !isWhole && !isFinal && !head.Contains((byte)'\n');
            return mayComplete ? SniffVerdict.NeedsMore : SniffVerdict.Unknown;
        }

        form = new TextForm(InputLayout.Csv, SingleLine: false, header, consumed, signs.IsPartial(head, header));
        return SniffVerdict.Log;
    }

    /// <summary>Log lines such as <c>[2024-01-01 10:00] text</c> and RTF begin with a bracket too.</summary>
    private static bool CanFollow(byte value, bool isObject) =>
        isObject ? value is (byte)'"' or (byte)'}' : value is (byte)'{' or (byte)']' or (byte)'[' or (byte)'"';

    private static bool IsBinary(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> sample = head[..Math.Min(head.Length, 4096)];
        if (sample.StartsWith("%PDF-"u8))
        {
            return true;
        }

        // One zero byte in a text costs its row, not the file.
        int control = 0;
        foreach (byte value in sample)
        {
            control += value is < 0x20 and not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0c or 0x1b) ? 1 : 0;
        }

        return control * 50 > sample.Length;
    }
}
