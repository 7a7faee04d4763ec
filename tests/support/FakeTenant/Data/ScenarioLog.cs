using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;

namespace StormDetect.FakeTenant;

/// <summary>The log of a scenario: the very lines that <see cref="Core.AuditScenario.Write"/> wrote, kept in files that are already deleted.</summary>
internal sealed class ScenarioLog : TenantLog
{
    private readonly List<FileStream> _files = [];
    private readonly (short File, long Offset, int Length)[] _places;
    private readonly LogEntry[] _entries;

    public ScenarioLog(IReadOnlyList<string> files)
    {
        List<(LogEntry Entry, (short File, long Offset, int Length) Place)> rows = [];
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            byte[] data = File.ReadAllBytes(file);
            short number = (short)_files.Count;
            _files.Add(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.DeleteOnClose | FileOptions.RandomAccess));
            long arrival = DayOf(file);
            int start = 0;
            while (start < data.Length)
            {
                int length = data.AsSpan(start).IndexOf((byte)'\n');
                LogEntry entry = Parse(data.AsMemory(start, length), texts);

                // The lines are in order of delivery, and nothing is delivered before it happened.
                arrival = Math.Max(arrival, entry.Time);
                rows.Add((entry with { Arrival = arrival }, (number, start, length)));
                start += length + 1;
            }
        }

        int[] order = new int[rows.Count];
        long[] keys = new long[rows.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = (rows[i].Entry.Time << 24) | (uint)i;
        }

        Array.Sort(keys, order);
        _entries = Array.ConvertAll(order, row => rows[row].Entry);
        _places = Array.ConvertAll(order, row => rows[row].Place);
    }

    public override int Count => _entries.Length;

    public override LogEntry this[int row] => _entries[row];

    public static LogEntry Parse(ReadOnlyMemory<byte> line, Dictionary<string, string>? texts = null)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement root = document.RootElement;
        long time = DateTimeOffset.Parse(Text("CreationTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal).ToUnixTimeSeconds();
        return new LogEntry(
            time, time, root.GetProperty("Id").GetGuid(), Text("Operation"), root.GetProperty("RecordType").GetInt32(), Text("Workload"), Text("UserId"), Text("ClientIP"), Text("ObjectId"));

        string Text(string name)
        {
            string text = root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
            if (texts is null || texts.TryGetValue(text, out string? known))
            {
                return texts is null ? text : texts[text];
            }

            texts.Add(text, text);
            return text;
        }
    }

    public override long Time(int row) => _entries[row].Time;

    public override void Write(int row, IBufferWriter<byte> output)
    {
        (short file, long offset, int length) = _places[row];
        Span<byte> space = output.GetSpan(length)[..length];
        int read = 0;
        while (read < length)
        {
            read += RandomAccess.Read(_files[file].SafeFileHandle, space[read..], offset + read);
        }

        output.Advance(length);
    }

    private static long DayOf(string file) =>
        new DateTimeOffset(DateTime.ParseExact(Path.GetFileNameWithoutExtension(file)["audit-".Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeSeconds();
}
