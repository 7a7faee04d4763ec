using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>
/// Sends a request until there is a whole answer or no hope: tokens, claims challenges, throttling, failures of the service and of the network, bodies that break off. It gives back answers of success alone.
/// </summary>
/// <remarks>
/// The SDK's own retry handler is left out: it would return an answer whose body is still to come, so that what breaks off later is lost, and it does not know which requests must not be sent twice.
/// </remarks>
internal sealed class TenantHandler : DelegatingHandler
{
    private readonly ITokenSource _tokens;
    private readonly ClockWatch _clock;
    private readonly TransportOptions _options;

    /// <summary>Makes the handler.</summary>
    public TenantHandler(HttpMessageHandler inner, ITokenSource tokens, ClockWatch clock, TransportOptions options)
        : base(inner)
    {
        _tokens = tokens;
        _clock = clock;
        _options = options;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        TransportCall call = TransportCall.Of(request);
        TenantRequest asked = call.Request;
        var pauses = new Pauses(_options);
        string? claims = null;
        bool isChallenged = false;
        bool isRenewed = false;
        while (true)
        {
            string token = await _tokens.GetAsync(asked.Audience, claims, cancellationToken).ConfigureAwait(false);
            claims = null;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Content = Content(asked);
            Attempt attempt = await TryAsync(request, cancellationToken).ConfigureAwait(false);
            if (attempt.Response is not HttpResponseMessage response)
            {
                // What is no answer at all may be a gateway's slip, or a portal that will not go away: a few times, not all.
                bool isHopeless = attempt.Problem == TenantRequestProblem.Unreadable && pauses.Attempts >= 2;
                await PauseAsync(call, pauses, null, attempt.Failure, attempt.IsPassing && !isHopeless && (attempt.IsUnsent || !asked.StartsWork), () => Broken(asked, attempt, pauses), cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                if (response.StatusCode == HttpStatusCode.Unauthorized)
                {
                    string? wanted = ClaimsChallenge.Read(response.Headers);
                    if (wanted is not null && !isChallenged)
                    {
                        isChallenged = true;
                        claims = wanted;
                        continue;
                    }

                    if (wanted is null && !isRenewed && _tokens.Refused(asked.Audience, token))
                    {
                        isRenewed = true;
                        continue;
                    }
                }

                await JudgeAsync(call, response, attempt.Body, pauses, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static ByteArrayContent? Content(TenantRequest asked)
    {
        if (asked.Json.IsEmpty)
        {
            // The Management Activity API wants a length with every POST, be it 0.
            return asked.Method == HttpMethod.Post ? new ByteArrayContent([]) : null;
        }

        var content = new ByteArrayContent(asked.Json.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static TenantRequestException Broken(TenantRequest asked, Attempt attempt, Pauses pauses)
    {
        bool unknown = asked.StartsWork && !attempt.IsUnsent;
        string message = unknown
            ? $"{Refusal.Name(asked.Audience)} may have taken the request or not: {attempt.Failure}. It was not sent again, as that might start the same work twice."
            : attempt.Problem == TenantRequestProblem.Unreadable
                ? $"{Refusal.Name(asked.Audience)} gave no answer that can be read, tried {pauses.Attempts} times: {attempt.Failure}."
                : $"{Refusal.Name(asked.Audience)} could not be reached, tried {pauses.Attempts} times: {attempt.Failure}.";
        return new TenantRequestException(attempt.Problem, message) { IsOutcomeUnknown = unknown };
    }

    private async Task JudgeAsync(TransportCall call, HttpResponseMessage response, ReadOnlyMemory<byte> body, Pauses pauses, CancellationToken cancellationToken)
    {
        ServiceError error = ServiceError.Read(body);
        bool isThrottling = Refusal.IsThrottling(response.StatusCode, error);
        bool isPassing = isThrottling || Refusal.IsPassing(response.StatusCode);

        // What is turned away (429, 503) was not taken; any other failure may have come after the work began.
        bool isTurnedAway = isThrottling || response.StatusCode == HttpStatusCode.ServiceUnavailable;
        bool unknown = isPassing && call.Request.StartsWork && !isTurnedAway;
        TimeSpan? asked = isPassing ? Pauses.Asked(response.Headers.RetryAfter, response.Headers.Date, _options.Time.GetUtcNow()) : null;
        string why = isThrottling ? "asks to wait" : $"failed ({(int)response.StatusCode})";
        await PauseAsync(call, pauses, asked, why, isPassing && !unknown, () => Refused(pauses), cancellationToken).ConfigureAwait(false);

        TenantRequestException Refused(Pauses made)
        {
            TenantRequestException refusal = Refusal.Of(call.Request, response, error, _clock, asked, made.Attempts);
            return unknown
                ? new TenantRequestException(refusal.Problem, $"{Refusal.Name(call.Request.Audience)} may have taken the request or not: it failed with {(int)response.StatusCode}. It was not sent again, as that might start the same work twice.")
                {
                    Status = refusal.Status,
                    ErrorCode = refusal.ErrorCode,
                    RequestId = refusal.RequestId,
                    IsOutcomeUnknown = true,
                }
                : refusal;
        }
    }

    // Waits before the next attempt, or ends with the exception.
    private async Task PauseAsync(TransportCall call, Pauses pauses, TimeSpan? asked, string why, bool mayRepeat, Func<TenantRequestException> failure, CancellationToken cancellationToken)
    {
        if (pauses.Next(asked) is not TimeSpan pause || !mayRepeat)
        {
            throw failure();
        }

        call.Waiting?.Invoke($"{Refusal.Name(call.Request.Audience)}: {why}; waiting {Refusal.Duration(pause)}, attempt {pauses.Attempts + 1} of {_options.MaximumAttempts}");
        await Task.Delay(pause, _options.Time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Attempt> TryAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
            _clock.Observe(response.Headers.Date);
            ReadOnlyMemory<byte> body = await BodyReceiver.ReceiveAsync(response.Content, _options, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                Check(response, body);
            }

            Replace(response, body);
            return new Attempt { Response = response, Body = body };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            return new Attempt { Failure = $"no answer came within {_options.AnswerTimeout.TotalSeconds:0} s" };
        }
        catch (HttpRequestException failure)
        {
            response?.Dispose();
            return Attempt.Of(failure, request.RequestUri);
        }
        catch (InvalidDataException failure)
        {
            response?.Dispose();
            return new Attempt { Failure = failure.Message, Problem = TenantRequestProblem.Unreadable };
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            // An HttpIOException's words are the framework's and name its internals; ours say how far the body came.
            response?.Dispose();
            return new Attempt { Failure = failure is HttpIOException ? "the answer broke off" : failure.Message };
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_options.AnswerTimeout, _options.Time);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        return await base.SendAsync(request, stopped.Token).ConfigureAwait(false);
    }

    private static void Check(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        string type = response.Content.Headers.ContentType?.MediaType ?? string.Empty;
        bool isJson = type.EndsWith("json", StringComparison.OrdinalIgnoreCase) || JsonBody.LooksLike(body.Span);
        if (!body.IsEmpty && isJson)
        {
            switch (JsonBody.ShapeOf(body.Span))
            {
                case JsonShape.Cut:
                    throw new IOException($"the answer broke off after {body.Length} bytes");
                case JsonShape.Malformed:
                    throw new InvalidDataException("it is called JSON and is none");
            }
        }
        else if (type.Equals("text/html", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException("a web page came in its place; look for a proxy or portal that asks for a sign-in");
        }
    }

    private static void Replace(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        var received = new ReceivedContent(body);
        foreach (System.Collections.Generic.KeyValuePair<string, System.Collections.Generic.IEnumerable<string>> header in response.Content.Headers)
        {
            received.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        received.Headers.ContentLength = body.Length;
        response.Content.Dispose();
        response.Content = received;
    }
}
