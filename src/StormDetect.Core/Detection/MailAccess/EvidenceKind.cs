namespace StormDetect.Core.Detection.MailAccess;

/// <summary>What a part of a score is about. Parts of one kind are one piece of evidence and never count twice.</summary>
internal enum EvidenceKind
{
    Path,
    Logon,
    Network,
    Volume,
    Program,
    Hour,
    Sync,
    Session,
    Spread,
    Companion,
    Persistence,
    Priority,
    Selection,
}
