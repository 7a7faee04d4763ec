using System;

namespace StormDetect.Core.Scenarios;

/// <summary>One entry of the directory's sign-in log.</summary>
/// <param name="Time">When, in scenario seconds; may lie before the log.</param>
/// <param name="Id">Its id; the token's UniqueTokenId in other clothes.</param>
/// <param name="Kind">Who signed in, and how.</param>
/// <param name="Account">The person; of an application, any mailbox it reads.</param>
/// <param name="Session">What is known of client, place, session and device.</param>
/// <param name="Address">Where from.</param>
/// <param name="Failed">Whether it was refused.</param>
internal sealed record DirectorySignIn(int Time, Guid Id, DirectorySignInKind Kind, Mailbox Account, AccessSession Session, NetAddress Address, bool Failed);
