namespace StormDetect.Core.Scenarios;

/// <summary>What a record says beyond who, when and where, for the rare kinds that are each different. Written with the record, so that a copy is the same bytes.</summary>
internal abstract class RecordDetails
{
    /// <summary>Writes the whole record.</summary>
    public abstract void Write(RecordComposer composer, in ScenarioEvent entry, bool escaped);
}
