using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using System.Xml;

namespace StormDetect.Core.Exports;

/// <summary>
/// Reads what Export-Clixml wrote as JSON lines: one object for each that has an AuditData text, with the columns around it that Search-UnifiedAuditLog gives. Other objects are passed over. The XML is
/// read forward, an element at a time, with no document type and nothing outside of it.
/// </summary>
internal sealed class ClixmlText : ReadOnlyStream
{
    private const string AuditData = "AuditData";
    private const int MaxDepth = 64;

    /// <summary>Elements between two looks at whether to stop: a file may hold nothing of interest for long.</summary>
    private const int StepLength = 2000;

    private static readonly HashSet<string> s_columns = new(StringComparer.OrdinalIgnoreCase) { AuditData, "CreationDate", "Operations", "UserIds", "Identity", "ResultIndex", "ResultCount" };

    private readonly Stream _inner;
    private readonly StreamReader _text;
    private readonly Lazy<XmlReader> _reader;
    private readonly int _maxText;
    private readonly ArrayBufferWriter<byte> _written = new();
    private readonly Stack<Dictionary<string, string>> _objects = [];
    private readonly char[] _chunk = new char[4096];
    private int _taken;

    /// <summary>Wraps a text, which is disposed of with this.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="maxText">Characters no record has.</param>
    public ClixmlText(Stream text, int maxText)
    {
        _inner = text;
        _maxText = maxText;
        _text = new StreamReader(text, Encoding.UTF8);
        _reader = new Lazy<XmlReader>(() => XmlReader.Create(
            _text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false, IgnoreComments = true, IgnoreProcessingInstructions = true }));
    }

    private XmlReader Xml => _reader.Value;

    /// <summary>Whether a text begins like Clixml.</summary>
    /// <param name="head">The beginning of the file.</param>
    /// <param name="utf16">Its encoding; null for UTF-8.</param>
    public static bool Is(ReadOnlySpan<byte> head, Encoding? utf16)
    {
        string start = (utf16 ?? Encoding.UTF8).GetString(head[..Math.Min(head.Length, 512)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.StartsWith("<?xml", StringComparison.Ordinal) && start.IndexOf("?>", StringComparison.Ordinal) is >= 0 and int end)
        {
            start = start[(end + 2)..].TrimStart();
        }

        return start.StartsWith("<Objs ", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (_taken == _written.WrittenCount)
        {
            _written.ResetWrittenCount();
            _taken = 0;
            if (!Step())
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _written.WrittenCount - _taken);
        _written.WrittenSpan.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _text.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Goes on until there is something to hand out.</summary>
    /// <returns>False at the end.</returns>
    private bool Step()
    {
        try
        {
            for (int i = 0; i < StepLength; i++)
            {
                if (!Xml.Read())
                {
                    return false;
                }

                if (Xml.NodeType == XmlNodeType.Element && !Xml.IsEmptyElement)
                {
                    Begin();
                }
                else if (Xml.NodeType == XmlNodeType.EndElement && Xml.LocalName == "Obj" && _objects.TryPop(out Dictionary<string, string>? record) && record.ContainsKey(AuditData))
                {
                    Write(record);
                    return true;
                }
            }
        }
        catch (XmlException failure)
        {
            throw new IOException($"the Clixml is damaged or cut in line {failure.LineNumber.ToString(CultureInfo.InvariantCulture)}.", failure);
        }

        _written.Write("\n"u8);
        return true;
    }

    private void Begin()
    {
        if (Xml.LocalName == "Obj")
        {
            if (_objects.Count == MaxDepth)
            {
                throw new IOException("the Clixml is nested deeper than any log.");
            }

            _objects.Push([]);
        }
        else if (_objects.Count > 0 && Xml.GetAttribute("N") is { } name && s_columns.TryGetValue(name, out string? column) && Xml.LocalName is "S" or "DT" or "G" or "I32" or "I64")
        {
            _objects.Peek()[column] = Unescape(Content());
        }
    }

    private string Content()
    {
        StringBuilder text = new();
        while (Xml.Read() && Xml.NodeType != XmlNodeType.EndElement)
        {
            if (Xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
            {
                int read;
                while ((read = Xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0)
                {
                    if (text.Length + read > _maxText)
                    {
                        throw new IOException("the Clixml has a text longer than any record.");
                    }

                    _ = text.Append(_chunk, 0, read);
                }
            }
        }

        return text.ToString();
    }

    private void Write(Dictionary<string, string> record)
    {
        using Utf8JsonWriter writer = new(_written, new JsonWriterOptions { SkipValidation = true });
        writer.WriteStartObject();
        foreach ((string name, string value) in record)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.Flush();
        _written.Write("\n"u8);
    }

    /// <summary>What XML cannot hold, line breaks among it, Export-Clixml writes as <c>_x000A_</c>.</summary>
    private static string Unescape(string text)
    {
        int at = text.IndexOf("_x", StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        StringBuilder plain = new(text.Length);
        int done = 0;
        for (; at >= 0; at = text.IndexOf("_x", at, StringComparison.Ordinal))
        {
            ushort code = 0;
            if (at + 7 > text.Length || text[at + 6] != '_' || !ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code))
            {
                at += 2;
                continue;
            }

            _ = plain.Append(text, done, at - done).Append((char)code);
            at += 7;
            done = at;
        }

        return plain.Append(text, done, text.Length - done).ToString();
    }
}
