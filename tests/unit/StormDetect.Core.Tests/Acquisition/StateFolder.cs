using System;
using System.IO;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>A folder for the state of a search.</summary>
internal sealed class StateFolder : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "storm-search-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
