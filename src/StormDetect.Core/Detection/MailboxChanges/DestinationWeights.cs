namespace StormDetect.Core.Detection.MailboxChanges;

/// <summary>What it weighs that mail goes to an address, by where that lies. An address inside that weighs nothing is no finding.</summary>
/// <param name="Verb">What happens to the mail, as in "is forwarded".</param>
/// <param name="External">Outside of the tenant.</param>
/// <param name="Internal">In the tenant.</param>
/// <param name="Unknown">Where the log does not say.</param>
internal sealed record DestinationWeights(string Verb, double External, double Internal, double Unknown);
