using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Identity.Client;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Turns what the sign-in libraries throw into the exception that says what to do.</summary>
/// <remarks>The cause is never passed on: its messages and data may hold assertions, and its type is one that callers cannot load.</remarks>
internal sealed partial class SignInFailure
{
    private readonly SignInSubject _subject;
    private readonly ClockWatch _clock;

    /// <summary>Makes it.</summary>
    public SignInFailure(SignInSubject subject, ClockWatch clock)
    {
        _subject = subject;
        _clock = clock;
    }

    /// <summary>Words a failure.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="audience">The service a token was asked for.</param>
    public TenantRequestException Of(Exception failure, TenantAudience audience)
    {
        if (failure is TenantRequestException known)
        {
            return known;
        }

        Exception[] chain = Chain(failure).ToArray();
        string text = string.Join(' ', chain.Select(static each => each.Message));
        if (Code().Match(text) is { Success: true } match)
        {
            return Entra(match.Groups[1].Value, text, audience);
        }

        if (chain.OfType<MsalServiceException>().FirstOrDefault() is { StatusCode: 429 or >= 500 } service)
        {
            return new TenantRequestException(service.StatusCode == 429 ? TenantRequestProblem.Throttled : TenantRequestProblem.ServiceUnavailable, $"The sign-in service at {_subject.LoginHost} answered {service.StatusCode}. Try again later.");
        }

        if (chain.OfType<HttpRequestException>().FirstOrDefault() is HttpRequestException network)
        {
            Attempt attempt = Attempt.Of(network, new Uri("https://" + _subject.LoginHost));
            return new TenantRequestException(attempt.Problem, $"The sign-in did not come about: {attempt.Failure}.");
        }

        if (chain.OfType<CryptographicException>().Any() || chain.OfType<MsalClientException>().Any(static each => each.ErrorCode.Contains("cert", StringComparison.OrdinalIgnoreCase)))
        {
            return new TenantRequestException(TenantRequestProblem.Certificate, "The certificate cannot sign: it has no private key here, or this account may not use it.");
        }

        if (chain.OfType<AuthenticationRequiredException>().Any() || chain.OfType<MsalUiRequiredException>().Any())
        {
            return new TenantRequestException(TenantRequestProblem.SignInNeeded, "The sign-in has ended and cannot be renewed without a person. Sign in again with Connect-StormDetect.");
        }

        if (failure is OperationCanceledException or TimeoutException || chain.Any(static each => each is OperationCanceledException or TimeoutException or IOException))
        {
            return new TenantRequestException(TenantRequestProblem.Network, $"The sign-in did not come about: {_subject.LoginHost} did not answer in time, or the connection broke off.");
        }

        return new TenantRequestException(TenantRequestProblem.SignInNeeded, $"The sign-in failed. {_subject.Hint} {Said(failure.Message)}".Trim());
    }

    private TenantRequestException Entra(string code, string text, TenantAudience audience)
    {
        (TenantRequestProblem problem, string advice) = EntraCode.Of(code) is { } entry ? (entry.Problem, entry.Advice) : (TenantRequestProblem.SignInNeeded, "The sign-in failed.");
        if (problem == TenantRequestProblem.ClockSkew)
        {
            advice = _clock.IsOff ? _clock.Text : advice;
        }
        else if (problem == TenantRequestProblem.ConsentMissing && audience == TenantAudience.ManagementActivity)
        {
            advice += " It is the Office 365 Management APIs that were asked for.";
        }

        string message = advice
            .Replace("{tenant}", _subject.TenantId, StringComparison.Ordinal)
            .Replace("{app}", _subject.ClientId, StringComparison.Ordinal)
            .Replace("{login}", _subject.LoginHost, StringComparison.Ordinal);
        return new TenantRequestException(problem, $"{message} {Said(text)}".Trim()) { ErrorCode = "AADSTS" + code };
    }

    // The service's own sentence: what stands from the code to the end of the line, without the trace ids that follow.
    private static string Said(string text)
    {
        int start = text.IndexOf("AADSTS", StringComparison.Ordinal);
        string line = text[Math.Max(start, 0)..].Split('\n', '\r')[0];
        int trace = line.IndexOf(" Trace ID:", StringComparison.Ordinal);
        line = PlainText.Safe(TokenText.Mask(trace > 0 ? line[..trace] : line)).Trim();
        return line.Length == 0 ? string.Empty : "It says: " + (line.Length > 300 ? line[..300] + "…" : line);
    }

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (Exception? each = failure; each is not null; each = each.InnerException)
        {
            yield return each;
        }

        if (failure is AggregateException several)
        {
            foreach (Exception each in several.InnerExceptions.SelectMany(Chain))
            {
                yield return each;
            }
        }
    }

    [GeneratedRegex(@"AADSTS(\d{4,8})", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
