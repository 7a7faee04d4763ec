using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace StormDetect.Core.Acquisition;

/// <summary>
/// The journal of a search: a line of JSON for everything that must not be forgotten, appended and brought to the disk before the next step. A crash can only tear the last line, which says
/// something that then has not happened; a damaged line before others is an error.
/// </summary>
internal sealed class SearchJournal : IDisposable
{
    public const string FileName = "search.journal";
    public const int Version = 1;

    private readonly StateFiles _files;
    private readonly FileStream _stream;

    private SearchJournal(StateFiles files, FileStream stream) => (_files, _stream) = (files, stream);

    /// <summary>Reads the lines of a journal; none where there is no journal.</summary>
    /// <param name="files">Where it is.</param>
    /// <param name="length">The length of what is whole.</param>
    public static List<JsonElement> Read(StateFiles files, out long length)
    {
        List<JsonElement> entries = [];
        length = 0;
        string path = files.At(FileName);
        byte[] text = File.Exists(path) ? File.ReadAllBytes(path) : [];
        int at = 0;
        while (at < text.Length)
        {
            int end = Array.IndexOf(text, (byte)'\n', at);
            if (end < 0 || !TryParse(text.AsMemory(at, end - at), out JsonElement entry))
            {
                if (end >= 0 && HasEntry(text, end + 1))
                {
                    throw new SearchStateException(
                        SearchStateProblem.Damaged, $"The journal '{PlainText.Safe(path)}' is damaged at byte {at}. Its slices are still audit logs that can be read; to search anew, name another state folder.");
                }

                break;
            }

            entries.Add(entry);
            at = end + 1;
            length = at;
        }

        return entries;
    }

    /// <summary>Opens a journal to write on behind what is whole.</summary>
    public static SearchJournal Open(StateFiles files, long length)
    {
        FileStream stream = files.Create(FileName, FileMode.OpenOrCreate);
        try
        {
            stream.SetLength(length);
            stream.Position = length;
            return new SearchJournal(files, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public void Append(Action<Utf8JsonWriter> write)
    {
        byte[] entry = SearchJson.Write(write);
        _files.Guard(() =>
        {
            // Where writing fails half-way, as on a full disk, the half is taken back: the journal stays one that can be gone on with.
            long whole = _stream.Position;
            try
            {
                _files.Write(_stream, [.. entry, (byte)'\n']);
                _files.Sync(_stream);
            }
            catch (IOException)
            {
                _stream.SetLength(whole);
                throw;
            }
        });
    }

    public void Dispose() => _stream.Dispose();

    private static bool TryParse(ReadOnlyMemory<byte> line, out JsonElement entry)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            entry = document.RootElement.Clone();
            return entry.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            entry = default;
            return false;
        }
    }

    private static bool HasEntry(byte[] text, int at)
    {
        while (at < text.Length)
        {
            int end = Array.IndexOf(text, (byte)'\n', at);
            end = end < 0 ? text.Length : end;
            if (TryParse(text.AsMemory(at, end - at), out _))
            {
                return true;
            }

            at = end + 1;
        }

        return false;
    }
}
