using System;
using System.Text;
using BenchmarkDotNet.Attributes;
using StormDetect.Core.Exports;

namespace StormDetect.Bench;

/// <summary>The two stages of reading one record, and the walk of its text by the framework's reader to compare with.</summary>
[MemoryDiagnoser]
public class JsonBenchmarks
{
    private readonly JsonTokens _tokens = new();
    private readonly JsonLayer _layer = new();
    private byte[] _record = [];
    private int _length;

    /// <summary>How many items the record lists.</summary>
    [Params(1, 11)]
    public int Items { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        StringBuilder items = new();
        for (int i = 0; i < Items; i++)
        {
            items.Append(i == 0 ? string.Empty : ",").Append("{\"Id\":\"RgAAAAC0000000000000000000000000000000000\",\"InternetMessageId\":\"<000000000000@mail.example>\",\"SizeInBytes\":4711}");
        }

        string record = "{\"CreationTime\":\"2026-09-01T08:00:00\",\"Id\":\"6f1c7d1e-0000-4000-8000-000000000001\",\"Operation\":\"MailItemsAccessed\","
            + "\"OrganizationId\":\"6f1c7d1e-0000-4000-8000-000000000002\",\"RecordType\":50,\"UserId\":\"somebody@contoso.example\",\"LogonType\":0,"
            + "\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Bind\"}],\"Folders\":[{\"FolderItems\":[" + items + "],\"Path\":\"\\\\Inbox\"}],\"OperationCount\":1}";
        byte[] text = Encoding.UTF8.GetBytes(record);
        _length = text.Length;
        _record = new byte[text.Length + 64];
        text.CopyTo(_record, 0);
    }

    [Benchmark]
    public int Tokens()
    {
        _tokens.Scan(_record, 0, _length, doubledQuotes: false);
        return _tokens.Count;
    }

    [Benchmark]
    public int TokensAndWalk()
    {
        _tokens.Scan(_record, 0, _length, doubledQuotes: false);
        int token = 0;
        _layer.Read(_record, _tokens, ref token, 1);
        return token;
    }

    [Benchmark(Baseline = true)]
    public int FrameworkReader()
    {
        System.Text.Json.Utf8JsonReader reader = new(_record.AsSpan(0, _length));
        int count = 0;
        while (reader.Read())
        {
            count++;
        }

        return count;
    }
}
