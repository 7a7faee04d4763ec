namespace StormDetect.Core;

/// <summary>What a next step is for.</summary>
public enum NextStepKind
{
    /// <summary>Take the access away from whoever has it.</summary>
    Evict,

    /// <summary>Keep what proves it, before retention or a mailbox owner removes it.</summary>
    Preserve,

    /// <summary>Tell who has to know.</summary>
    Notify,
}
