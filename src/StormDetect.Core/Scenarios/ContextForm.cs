namespace StormDetect.Core.Scenarios;

/// <summary>How AppAccessContext is written; all four occur in real logs of the same year.</summary>
internal enum ContextForm : byte
{
    /// <summary>Not at all.</summary>
    Absent,

    /// <summary><c>{}</c>.</summary>
    Empty,

    /// <summary><c>{"APIId":""}</c>.</summary>
    EmptyApi,

    /// <summary>With session, application, token and time of issue.</summary>
    Full,
}
