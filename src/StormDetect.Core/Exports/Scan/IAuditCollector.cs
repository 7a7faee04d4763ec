namespace StormDetect.Core.Exports;

/// <summary>
/// A hunt's share of the one pass over the log: a state that counts records. One collector per reading thread; <see cref="Merge"/> joins them, and
/// must give the same result in whatever order records and collectors come.
/// </summary>
internal interface IAuditCollector
{
    /// <summary>
    /// Whether records of an operation are wanted. Asked once per distinct operation; a record no collector wants is checked and counted, not read further.
    /// </summary>
    /// <param name="operation">The operation as the log spells it, without trailing blanks and period.</param>
    bool Wants(string operation);

    /// <summary>Takes a record whose operation it wants. The view is valid during the call only.</summary>
    void Collect(RecordView record);

    /// <summary>
    /// Takes a record that came before, in this form or another. By default nothing. Of two that come on two threads either may be taken for the repeat.
    /// </summary>
    void CollectRepeat(RecordView record)
    {
    }

    /// <summary>
    /// Takes a record that was made an object before and has lost its own JSON. By default nothing: what most hunts judge by is only there. Records of changes
    /// always bring their JSON (<see cref="AuditRecord.AuditData"/>), so that only what an earlier tool threw away is missing.
    /// </summary>
    void Collect(AuditRecord record)
    {
    }

    /// <summary>A new, empty collector of the same kind for another thread.</summary>
    IAuditCollector Fork();

    /// <summary>Takes over what a forked collector counted.</summary>
    void Merge(IAuditCollector other);
}
