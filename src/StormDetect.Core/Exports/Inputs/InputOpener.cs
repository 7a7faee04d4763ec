using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading;

namespace StormDetect.Core.Exports;

/// <summary>Takes archives and encodings off a file until its text is reached, and recognises that.</summary>
internal sealed class InputOpener
{
    private const int MaxGzipDepth = 2;
    private const int MaxZipDepth = 2;
    private static readonly Refusal s_otherClixml = new(
        InputProblemKind.UnknownForm, "The file is Clixml, but no object in it has an AuditData text, as those of Search-UnifiedAuditLog have. Get-Help about_StormDetect_Exports lists the forms.");

    private readonly InputLimits _limits;
    private readonly Action<InputProblem> _problem;
    private readonly CancellationToken _cancellationToken;
    private readonly LogSigns _signs;

    /// <summary>Makes an opener.</summary>
    /// <param name="limits">What an input may cost.</param>
    /// <param name="problem">Told what could not be read.</param>
    /// <param name="signs">By what logs are known.</param>
    /// <param name="cancellationToken">Stops between reads.</param>
    public InputOpener(InputLimits limits, Action<InputProblem> problem, LogSigns signs, CancellationToken cancellationToken)
    {
        _signs = signs;
        _limits = limits;
        _problem = problem;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Opens the inputs a stream holds: one, or those of an archive.</summary>
    /// <param name="layer">The stream, which is disposed of with the inputs.</param>
    /// <returns>The inputs; none after a problem, or when a file nobody named is no log.</returns>
    public IEnumerable<LogInput> Open(InputLayer layer)
    {
        StreamKind kind = Identify(layer, out Refusal? refusal);
        while (kind == StreamKind.Gzip)
        {
            layer = layer with
            {
                Stream = new LookaheadStream(new GzipText(layer.Stream)),
                Budget = layer.Budget ?? new UnpackedBudget(_limits.MaxUnpackedBytes),
                GzipDepth = layer.GzipDepth + 1,
            };
            kind = Identify(layer, out refusal);
        }

        if (refusal is not null)
        {
            Refuse(layer, refusal);
            return [];
        }

        if (kind == StreamKind.Zip)
        {
            return OpenArchive(layer);
        }

        LogInput? input = OpenText(layer);
        return input is null ? [] : [input];
    }

    private static StreamKind Identify(InputLayer layer, out Refusal? refusal)
    {
        refusal = null;
        try
        {
            ReadOnlySpan<byte> head = layer.Stream.Peek();
            StreamKind kind = head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8]) ? StreamKind.Gzip
                : head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8) || head.StartsWith("PK\u0007\u0008"u8) ? StreamKind.Zip
                : StreamKind.Text;
            bool isTooDeep = (kind == StreamKind.Gzip && layer.GzipDepth >= MaxGzipDepth) || (kind == StreamKind.Zip && layer.ZipDepth >= MaxZipDepth);
            if (!isTooDeep)
            {
                return kind;
            }

            refusal = new Refusal(InputProblemKind.ArchiveTooLarge, "It holds archives inside archives, deeper than any log is packed.");
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            refusal = ReadFailure.Describe(failure);
        }

        return StreamKind.Text;
    }

    private IEnumerable<LogInput> OpenArchive(InputLayer layer)
    {
        using SharedArchive? archive = TryOpenArchive(layer, out IReadOnlyList<ZipArchiveEntry> entries);
        if (archive is null)
        {
            yield break;
        }

        bool isAccounted = false;
        InputOpener opener = new(
            _limits,
            told =>
            {
                isAccounted = true;
                _problem(told);
            },
            _signs,
            _cancellationToken);
        InputLayer outer = layer with { Budget = layer.Budget ?? new UnpackedBudget(_limits.MaxUnpackedBytes) };
        foreach (ZipArchiveEntry entry in entries)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            InputLayer? inner = ArchiveNames.IsSkipped(entry.FullName) ? null : opener.TryOpenEntry(outer, archive, entry);
            if (inner is null)
            {
                continue;
            }

            foreach (LogInput input in opener.Open(inner))
            {
                isAccounted = true;
                yield return input;
            }
        }

        if (!isAccounted && layer.IsNamed)
        {
            _problem(new InputProblem(InputProblemKind.NoAuditLogFound, layer.Name, "The archive holds no audit log."));
        }
    }

    private SharedArchive? TryOpenArchive(InputLayer layer, out IReadOnlyList<ZipArchiveEntry> entries)
    {
        SharedArchive? archive = null;
        try
        {
            archive = new SharedArchive(Seekable(layer));
            entries = archive.Archive.Entries;
            return archive;
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            archive?.Dispose();
            Refuse(layer, ReadFailure.Describe(failure));
            entries = [];
            return null;
        }
    }

    /// <summary>The archive's directory stands at its end, so one that cannot be sought in is read into memory; never onto disk.</summary>
    private Stream Seekable(InputLayer layer)
    {
        if (layer.Stream.Inner is StoredFile { CanSeek: true } file)
        {
            file.Position = 0;
            return file;
        }

        using (layer)
        {
            MemoryStream copy = new();
            byte[] buffer = new byte[64 << 10];
            int read;
            while ((read = layer.Stream.Read(buffer)) > 0)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                if (copy.Length + read > _limits.MaxNestedArchiveBytes)
                {
                    throw new ImplausibleArchiveException($"It holds an archive of more than {_limits.MaxNestedArchiveBytes:N0} bytes.");
                }

                copy.Write(buffer, 0, read);
            }

            copy.Position = 0;
            return copy;
        }
    }

    private InputLayer? TryOpenEntry(InputLayer archive, SharedArchive shared, ZipArchiveEntry entry)
    {
        string name = archive.Name + "|" + ArchiveNames.Shown(entry.FullName);
        try
        {
            if (entry.IsEncrypted)
            {
                throw new InvalidDataException("the entry is encrypted.");
            }

            long stored = Math.Min(entry.CompressedLength, archive.Stored.StoredLength);
            ZipEntryText text = new(shared, entry, stored);
            return new InputLayer(name, IsNamed: false, new LookaheadStream(text), text)
            {
                Budget = archive.Budget,
                GzipDepth = archive.GzipDepth,
                ZipDepth = archive.ZipDepth + 1,
            };
        }
        catch (Exception failure) when (ReadFailure.IsExpected(failure))
        {
            Refusal refusal = ReadFailure.Describe(failure);
            _problem(new InputProblem(refusal.Kind, name, refusal.Message));
            return null;
        }
    }

    private LogInput? OpenText(InputLayer layer)
    {
        Encoding? utf16 = Utf16.Detect(layer.Stream.Peek());
        Stream text = utf16 is null ? layer.Stream : Encoding.CreateTranscodingStream(layer.Stream, utf16, new UTF8Encoding(false));
        bool isClixml = ClixmlText.Is(layer.Stream.Peek(), utf16);
        text = isClixml ? new ClixmlText(text, _limits.MaxRecordBytes) : text;
        TextSource source = new(text, layer.Stored, layer.Budget, _limits);
        byte[] head = ArrayPool<byte>.Shared.Rent(_limits.HeadBytes);
        bool isTaken = false;
        try
        {
            SniffVerdict verdict = Sniff(layer, source, ref head, out int start, out int end, out TextForm? form);
            if (form is null)
            {
                Refuse(layer, source.Failure ?? (isClixml ? s_otherClixml : Reason(verdict, layer)));
                return null;
            }

            isTaken = true;
            return new LogInput(layer.Name, source, form, head, start + form.HeaderBytes, end, _limits, _problem);
        }
        finally
        {
            if (!isTaken)
            {
                ArrayPool<byte>.Shared.Return(head);
                source.Dispose();
            }
        }
    }

    private SniffVerdict Sniff(InputLayer layer, TextSource source, ref byte[] head, out int start, out int end, out TextForm? form)
    {
        end = 0;
        int wanted = _limits.HeadBytes;
        while (true)
        {
            end += source.Fill(head.AsSpan(end, wanted - end), _cancellationToken);
            ReadOnlySpan<byte> text = head.AsSpan(0, end);
            start = text.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? 3 : 0;
            bool isFinal = wanted >= _limits.MaxHeadBytes;
            SniffVerdict verdict = TextSniffer.Sniff(text[start..], source.HasEnded, isFinal, onlyAudit: !layer.IsNamed, out form, _signs);
            if (verdict != SniffVerdict.NeedsMore)
            {
                return verdict;
            }

            wanted = Math.Min(_limits.MaxHeadBytes, 4 * wanted);
            byte[] larger = ArrayPool<byte>.Shared.Rent(wanted);
            head.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(head);
            head = larger;
        }
    }

    private static Refusal Reason(SniffVerdict verdict, InputLayer layer) => verdict switch
    {
        SniffVerdict.Empty => new Refusal(InputProblemKind.NoAuditLogFound, "The file is empty."),
        SniffVerdict.Binary when layer.PromisesArchive => new Refusal(InputProblemKind.CorruptArchive, "Its name says that it is an archive, but it is none."),
        SniffVerdict.Binary => new Refusal(InputProblemKind.BinaryFile, "The file is not text that can be read (UTF-8 or UTF-16). Export it again, or save it as UTF-8."),
        _ => new Refusal(InputProblemKind.UnknownForm, "The file is text, but in no form of an audit log. Get-Help about_StormDetect_Exports lists the forms."),
    };

    private void Refuse(InputLayer layer, Refusal refusal)
    {
        layer.Dispose();
        if (layer.IsNamed || refusal.MayHideRecords || (refusal.Kind == InputProblemKind.BinaryFile && layer.PromisesLog))
        {
            _problem(new InputProblem(refusal.Kind, layer.Name, refusal.Message));
        }
    }
}
