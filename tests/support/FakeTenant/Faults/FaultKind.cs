namespace StormDetect.FakeTenant;

/// <summary>What can go wrong. The names, in any case and with or without dashes, are what <c>--faults</c> and <c>/_fake/faults</c> take.</summary>
public enum FaultKind
{
    /// <summary>429 with Retry-After in seconds.</summary>
    ThrottleSeconds,

    /// <summary>429 with Retry-After as an HTTP date.</summary>
    ThrottleDate,

    /// <summary>429 without Retry-After.</summary>
    ThrottleBare,

    /// <summary>500, 502, 503 or 504.</summary>
    ServerError,

    /// <summary>The connection is reset in the middle of the body. What was asked for is done.</summary>
    ResetBody,

    /// <summary>The connection is reset before anything is answered. What was asked for is not done.</summary>
    ResetBefore,

    /// <summary>The body ends early, without an error of the connection: a right-looking beginning.</summary>
    TruncatedBody,

    /// <summary>The body takes its time.</summary>
    SlowBody,

    /// <summary>A body that is not JSON, such as a proxy's page.</summary>
    MalformedJson,

    /// <summary>401: the token has expired, though its time is not up.</summary>
    TokenExpired,

    /// <summary>401 with a claims challenge; from then on only a token asked for with these claims is taken.</summary>
    ClaimsChallenge,

    /// <summary>403 whatever the token carries.</summary>
    Forbidden,

    /// <summary>407 of a proxy.</summary>
    ProxyAuthentication,

    /// <summary>Date headers and tokens are an hour off, and assertions are out of their time.</summary>
    ClockSkew,

    /// <summary>Tokens are issued for another tenant than was asked for.</summary>
    WrongTenant,

    /// <summary>The login service answers 503.</summary>
    LoginUnavailable,

    /// <summary>The login service: AADSTS65001, consent is missing or was taken back.</summary>
    ConsentMissing,

    /// <summary>The login service: AADSTS50076, another factor is needed.</summary>
    MfaNeeded,

    /// <summary>The login service: AADSTS7000222, the secret has expired.</summary>
    SecretExpired,

    /// <summary>An audit query ends as failed.</summary>
    QueryFailed,

    /// <summary>An audit query ends as cancelled.</summary>
    QueryCancelled,

    /// <summary>An audit query never ends.</summary>
    QueryStuck,

    /// <summary>Reading a query's records for the first time leaves some out, though they are announced; a second time gives all.</summary>
    CountsDiffer,

    /// <summary>A query finds fewer records than there are, and announces fewer; the same query submitted again may find all.</summary>
    QueryMisses,

    /// <summary>approximateReturnedRecordCount is a few off, as its name says it may be.</summary>
    CountIsApproximate,

    /// <summary>The last records of a page come again on the next.</summary>
    DuplicateRows,

    /// <summary>The first answer is empty, though there are records. Of a list of the Management Activity API only the very first: three empty ones in a row are, for whoever asks, a list with nothing in it.</summary>
    EmptyFirst,

    /// <summary>A page is empty and has a nextLink.</summary>
    EmptyPage,

    /// <summary>A nextLink points to a foreign host.</summary>
    ForeignNextLink,

    /// <summary>Records arrive a day late. The rate is the share of records.</summary>
    LateRecords,

    /// <summary>Blobs are listed in no order.</summary>
    OutOfOrderBlobs,

    /// <summary>Blobs are listed twice.</summary>
    DuplicateBlobs,

    /// <summary>A listed blob has expired when it is fetched.</summary>
    ExpiredBlobs,

    /// <summary>Search-UnifiedAuditLog times out: one row of ResultIndex -1 and ResultCount 0.</summary>
    SearchTimesOut,

    /// <summary>Search-UnifiedAuditLog leaves out rows in the middle of a page: ResultIndex has a gap.</summary>
    SearchGap,

    /// <summary>Search-UnifiedAuditLog without HighCompleteness finds fewer records than there are, and announces fewer.</summary>
    SearchMisses,

    // Last: whether a fault strikes follows from its number too.

    /// <summary>A list of the Management Activity API that should have blobs in it is empty several times in a row (<see cref="FakeTenantFaults.EmptyInARow"/>). A rate is a share of the lists, whether it strikes is decided once a list.</summary>
    EmptyAgain,
}
