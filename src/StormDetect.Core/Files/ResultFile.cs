using System;
using System.IO;
using System.Linq;
using System.Text;

namespace StormDetect.Core;

/// <summary>Files for results that a job writes again with every run.</summary>
public static class ResultFile
{
    private const int HeadBytes = 512;

    // How results begin, without white space: JSON of hunt, check and verify and of roll-ups, HTML, CSV and JUnit. Other files of ours, such as a scenario's answers, are no results of a run.
    private static readonly string[] s_beginnings =
    [
        "{\"schemaVersion\":1,\"verdict\":",
        "{\"schemaVersion\":1,\"status\":",
        "{\"schemaVersion\":1,\"archives\":",
        "{\"schemaVersion\":1,\"writtenAt\":",
        "<!DOCTYPEhtml><htmllang=\"en\"><head><metacharset=\"utf-8\"><metahttp-equiv=\"Content-Security-Policy\"content=\"default-src'none';style-src'sha256-",
        "\"TenantId\",\"TenantName\",\"TakenAt\",\"Status\",\"Passed\",\"Failed\",\"Unknown\"",
        "<?xmlversion=\"1.0\"encoding=\"utf-8\"?><testsuitesname=\"Loggingconfiguration\"",
    ];

    /// <summary>Whether nothing but a result is lost where one is written: there is no file yet, an empty one, or a result of an earlier run. Any other file, such as a log, is somebody's, and so is a named pipe.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True if so.</returns>
    public static bool MayReplace(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (SpecialFile.IsAt(path) && !AtomicFile.IsDevice(path))
        {
            return false;
        }

        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return true;
        }

        using StreamReader reader = new(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        char[] head = new char[HeadBytes];
        int length = reader.ReadBlock(head);
        string begun = string.Concat(head.Take(length).Where(static c => !char.IsWhiteSpace(c)));
        return s_beginnings.Any(beginning => begun.StartsWith(beginning, StringComparison.Ordinal));
    }

    /// <summary>Writes a result. A file that is there is replaced as a whole, or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds; UTF-8 without a mark.</param>
    public static void Write(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), ownerOnly: false);
    }
}
