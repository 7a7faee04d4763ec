namespace StormDetect.Core;

/// <summary>What a word in an inbox rule stands for.</summary>
public enum RuleWordCategory
{
    /// <summary>Money on its way: invoices, payments, bank details.</summary>
    Finance,

    /// <summary>Warnings and codes that would tell the mailbox's owner: passwords, sign-ins, alerts.</summary>
    Security,

    /// <summary>Mail about a compromise itself: phishing, hacked, "did you send this".</summary>
    Compromise,

    /// <summary>The name of a folder that hardly anybody opens.</summary>
    Folder,

    /// <summary>The name of the archive folder.</summary>
    Archive,

    /// <summary>The name of the folder for junk mail.</summary>
    Junk,

    /// <summary>The name of the folder for deleted mail.</summary>
    Deleted,
}
