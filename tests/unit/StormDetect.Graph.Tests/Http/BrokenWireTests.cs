using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;
using Xunit;

namespace StormDetect.Graph.Tests;

/// <summary>Answers that break off on a real wire.</summary>
public sealed class BrokenWireTests
{
    private const string Whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{\"value\":[]}";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"value\":[", true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"value\":[", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"value\":[\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"value\":[", false)]
    [InlineData("", true)]
    public async Task A_broken_answer_is_asked_for_again(string first, bool reset)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, (first, reset), (Whole, false));
        var endpoints = new CloudEndpoints { Environment = CloudEnvironment.Custom, Graph = new Uri("http://" + listener.LocalEndpoint), Login = new Uri("https://localhost") };
        SocketsHttpHandler network = TenantTransport.Network();
        network.UseProxy = false;
        using var transport = new TenantTransport(endpoints, new CountingTokens(), new ClockWatch(TimeProvider.System), new TransportOptions { FirstPause = TimeSpan.FromMilliseconds(1) }, network);
        TenantResponse response = await transport.SendAsync(new TenantRequest(TenantAudience.Graph, HttpMethod.Get, "v1.0/x"), null, TestContext.Current.CancellationToken);
        Assert.Equal("{\"value\":[]}", Encoding.UTF8.GetString(response.Body.Span));
        await serving;
    }

    private static async Task ServeAsync(TcpListener listener, params (string Text, bool Reset)[] answers)
    {
        foreach ((string text, bool reset) in answers)
        {
            using Socket socket = await listener.AcceptSocketAsync(CancellationToken.None);
            await socket.ReceiveAsync(new byte[4096], SocketFlags.None);
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), SocketFlags.None);
            if (reset)
            {
                socket.LingerState = new LingerOption(true, 0);
            }
        }
    }
}
