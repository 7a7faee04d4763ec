namespace StormDetect.Core.Scenarios;

/// <summary>The shapes of record the generator writes.</summary>
internal enum RecordKind : byte
{
    /// <summary>MailItemsAccessed with items (RecordType 50).</summary>
    Bind,

    /// <summary>MailItemsAccessed of a folder (RecordType 2).</summary>
    Sync,

    /// <summary>UserLoggedIn (RecordType 15).</summary>
    SignIn,

    /// <summary>UserLoginFailed (RecordType 15).</summary>
    SignInFailed,

    /// <summary>Send (RecordType 2).</summary>
    Send,

    /// <summary>Create (RecordType 2).</summary>
    Create,

    /// <summary>Update (RecordType 2).</summary>
    Update,

    /// <summary>MoveToDeletedItems (RecordType 3).</summary>
    MoveToDeletedItems,

    /// <summary>SoftDelete (RecordType 3).</summary>
    SoftDelete,

    /// <summary>HardDelete (RecordType 3).</summary>
    HardDelete,

    /// <summary>New-InboxRule of a harmless kind (RecordType 1).</summary>
    NewInboxRule,

    /// <summary>Set-Mailbox by the service itself (RecordType 1).</summary>
    SystemSetMailbox,

    /// <summary>Set-AdminAuditLogConfig by the service itself (RecordType 1).</summary>
    SystemAuditConfig,

    /// <summary>Add-MailboxPermission (RecordType 1).</summary>
    AddMailboxPermission,

    /// <summary>Consent to application. (RecordType 8).</summary>
    Consent,

    /// <summary>FileAccessed (RecordType 6).</summary>
    FileAccessed,

    /// <summary>SearchQueryInitiatedExchange (RecordType 101).</summary>
    Search,

    /// <summary>Move (RecordType 3).</summary>
    Move,

    /// <summary>A record that brings its own details (<see cref="ScenarioEvent.Details"/>).</summary>
    Detailed,
}
