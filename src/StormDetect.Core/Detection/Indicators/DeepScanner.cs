using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using StormDetect.Core.Exports;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>
/// Looks through the whole text of a record for what may stand anywhere in it: mail addresses and, in records of changes, host names, ids and hashes. Works on the bytes; each
/// distinct domain and address is decoded and looked up once. One per thread.
/// </summary>
internal sealed class DeepScanner
{
    private const int MostKnown = 200_000;
    private readonly IndicatorIndex _index;
    private readonly ByteTable<(int[] Terms, bool MayBeMailbox)> _domains = new();
    private readonly ByteTable<int[]> _addresses = new();
    private readonly HashSet<Guid> _applications;
    private readonly bool _domainsWanted;
    private readonly bool _addressesWanted;
    private readonly bool _thumbprintsWanted;
    private readonly List<int> _scratch = [];

    public DeepScanner(IndicatorIndex index)
    {
        _index = index;
        _domainsWanted = index.Has(IndicatorType.Domain);
        _addressesWanted = index.Has(IndicatorType.EmailAddress);
        _thumbprintsWanted = index.Has(IndicatorType.Thumbprint);
        _applications = [.. index.Terms.Where(static t => t.Type == IndicatorType.Application && t.Test == TermTest.Equal).Select(static t => Guid.Parse(t.Value))];
    }

    /// <summary>Whether there is anything to look for in records that are no changes.</summary>
    private bool MailWanted => _domainsWanted || _addressesWanted;

    /// <summary>Looks through a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="all">Whether host names, ids and hashes count as well.</param>
    /// <param name="found">Where the terms go.</param>
    /// <returns>Where in the record's own text the first of them stands; -1 where there is none, or no such text.</returns>
    public int Scan(RecordView record, bool all, List<int> found)
    {
        all &= _domainsWanted || _thumbprintsWanted || _applications.Count > 0;
        if (!MailWanted && !all)
        {
            return -1;
        }

        if (record.Inner is JsonLayer layer)
        {
            int before = found.Count;
            ReadOnlySpan<byte> text = layer.Data.AsSpan(layer.Start, layer.End - layer.Start);
            int at = all ? ScanWords(text, found) : -1;
            int mail = MailWanted ? ScanMail(text, found) : -1;
            return found.Count == before ? -1 : layer.Start + (at < 0 ? mail : mail < 0 ? at : Math.Min(at, mail));
        }

        foreach (AuditField field in (ReadOnlySpan<AuditField>)[AuditField.UserId, AuditField.UserIds, AuditField.ObjectId, AuditField.OfficeObjectId, AuditField.Parameters, AuditField.ModifiedProperties])
        {
            ReadOnlySpan<byte> text = record.Bytes(field);
            _ = all ? ScanWords(text, found) : -1;
            _ = MailWanted ? ScanMail(text, found) : -1;
        }

        return -1;
    }

    /// <summary>Adds what a domain or mail address in a field of its own fulfils.</summary>
    public void FindMail(string text, List<int> found)
    {
        if (_addressesWanted && text.Contains('@', StringComparison.Ordinal))
        {
            _index.Find(IndicatorType.EmailAddress, text.Trim().ToLowerInvariant(), found);
        }

        if (_domainsWanted && TenantDomains.DomainOf(text) is { Length: > 0 } domain)
        {
            _index.Find(IndicatorType.Domain, domain, found);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ScanMail(ReadOnlySpan<byte> text, List<int> found)
    {
        int first = -1;
        int from = 0;
        while (true)
        {
            int next = text[from..].IndexOf((byte)'@');
            if (next < 0)
            {
                return first;
            }

            int at = from + next;
            int end = at + 1;
            while (end < text.Length && IsHostByte(text[end]))
            {
                end++;
            }

            from = end;
            if (end - at < 5)
            {
                continue;
            }

            int before = found.Count;
            ReadOnlySpan<byte> domain = text[(at + 1)..end];
            (int[] terms, bool mayBeMailbox) = Domain(domain);
            found.AddRange(terms);
            if (mayBeMailbox)
            {
                Mailbox(text, at, end, found);
            }

            first = found.Count > before && first < 0 ? at : first;
        }
    }

    private (int[] Terms, bool MayBeMailbox) Domain(ReadOnlySpan<byte> domain)
    {
        int known = _domains.Find(domain);
        if (known >= 0)
        {
            return _domains[known];
        }

        string text = Encoding.ASCII.GetString(domain).TrimEnd('.').ToLowerInvariant();
        _scratch.Clear();
        if (_domainsWanted)
        {
            _index.Find(IndicatorType.Domain, text, _scratch);
        }

        (int[], bool) result = ([.. _scratch], _addressesWanted && (_index.EmailDomains.Contains(text) || _index.HasPatterns(IndicatorType.EmailAddress)));
        if (_domains.Count < MostKnown)
        {
            _ = _domains.Add(domain, result);
        }

        return result;
    }

    private void Mailbox(ReadOnlySpan<byte> text, int at, int end, List<int> found)
    {
        int start = at;
        while (start > 0 && at - start < 128 && IsLocalByte(text[start - 1]))
        {
            start--;
        }

        // What stands before it may be the rest of an escape: \n, \u003c.
        if (start > 0 && text[start - 1] == (byte)'\\' && start < at)
        {
            start += text[start] == (byte)'u' && at - start > 5 ? 5 : 1;
        }

        ReadOnlySpan<byte> address = text[start..end];
        int known = _addresses.Find(address);
        if (known >= 0)
        {
            found.AddRange(_addresses[known]);
            return;
        }

        _scratch.Clear();
        _index.Find(IndicatorType.EmailAddress, Encoding.UTF8.GetString(address).TrimEnd('.').ToLowerInvariant(), _scratch);
        if (_addresses.Count < MostKnown)
        {
            _ = _addresses.Add(address, [.. _scratch]);
        }

        found.AddRange(_scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ScanWords(ReadOnlySpan<byte> text, List<int> found)
    {
        int first = -1;
        int i = 0;
        while (i < text.Length)
        {
            if (!IsHostByte(text[i]))
            {
                i++;
                continue;
            }

            int start = i;
            bool dotted = false;
            while (i < text.Length && IsHostByte(text[i]))
            {
                dotted |= text[i] == (byte)'.';
                i++;
            }

            int before = found.Count;
            ReadOnlySpan<byte> word = text[start..i];
            if (word.Length == 36 && _applications.Count > 0 && GuidText.TryParse(word, out Guid id) && _applications.Contains(id))
            {
                _index.Find(IndicatorType.Application, id.ToString("D"), found);
            }
            else if (_thumbprintsWanted && !dotted && word.Length is 32 or 40 or 64 && IndicatorText.TryThumbprint(Encoding.ASCII.GetString(word), out string thumbprint))
            {
                _index.Find(IndicatorType.Thumbprint, thumbprint, found);
            }
            else if (_domainsWanted && dotted && word.Length > 3 && (start == 0 || text[start - 1] != (byte)'@') && char.IsAsciiLetter((char)word[^1]))
            {
                found.AddRange(Domain(word).Terms);
            }

            first = found.Count > before && first < 0 ? start : first;
        }

        return first;
    }

    private static bool IsHostByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'_';

    private static bool IsLocalByte(byte b) => char.IsAsciiLetterOrDigit((char)b) || b >= 0x80 || b is (byte)'.' or (byte)'-' or (byte)'_' or (byte)'+' or (byte)'%' or (byte)'\'' or (byte)'#' or (byte)'=' or (byte)'&' or (byte)'!' or (byte)'~';
}
