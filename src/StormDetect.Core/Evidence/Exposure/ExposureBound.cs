namespace StormDetect.Core;

/// <summary>How a number of messages or bytes is to be read.</summary>
public enum ExposureBound
{
    /// <summary>It is the number, as far as the log goes.</summary>
    Exactly,

    /// <summary>It is this number or more: records were left out, cut or summed up.</summary>
    AtLeast,

    /// <summary>It is this number or fewer: a whole folder was synchronised, and nobody recorded which messages were opened.</summary>
    AtMost,
}
