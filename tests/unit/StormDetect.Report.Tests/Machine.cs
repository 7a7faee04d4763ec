using System;
using System.IO;
using System.Linq;

namespace StormDetect.Report.Tests;

/// <summary>What the tests need of the machine: its own chromium, and axe-core where it was fetched. Nothing is downloaded by a test.</summary>
internal static class Machine
{
    private static readonly string[] s_browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium"];

    /// <summary>The browser: the one named by STORMDETECT_CHROMIUM, or where a package puts it.</summary>
    public static string? Chromium { get; } = Environment.GetEnvironmentVariable("STORMDETECT_CHROMIUM") is { Length: > 0 } named ? named : s_browsers.FirstOrDefault(File.Exists);

    /// <summary>The script of axe-core, where <c>npm install --prefix out/axe axe-core</c> puts it.</summary>
    public static string? Axe { get; } = Find(Path.Combine("out", "axe", "node_modules", "axe-core", "axe.min.js"));

    private static string? Find(string file)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "StormDetect.psd1")))
            {
                return File.Exists(Path.Combine(folder.FullName, file)) ? Path.Combine(folder.FullName, file) : null;
            }
        }

        return null;
    }
}
