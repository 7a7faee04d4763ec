using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Microsoft.Playwright;

namespace StormDetect.Report.Tests;

/// <summary>A page that is open, and everything it asked for, complained of or was refused.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _wrongs = [];
    private string _address = string.Empty;

    internal Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) => Note(request.Url != _address, $"asked for {request.Url}");
        page.Console += (_, message) => Note(true, $"console: {message.Text}");
        page.PageError += (_, error) => Note(true, $"error: {error}");
        page.Dialog += (_, dialog) => Note(true, $"dialog: {dialog.Message}");
        page.Popup += (_, _) => Note(true, "popup");
    }

    public IPage Page { get; }

    /// <summary>What the page did that a report must not do; refusals of the policy are among the console's messages.</summary>
    public string[] Wrongs => [.. _wrongs];

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    internal async Task GoAsync(string address)
    {
        _address = address;
        _ = await Page.GotoAsync(address);
    }

    private void Note(bool isWrong, string what)
    {
        if (isWrong)
        {
            _wrongs.Enqueue(what);
        }
    }
}
