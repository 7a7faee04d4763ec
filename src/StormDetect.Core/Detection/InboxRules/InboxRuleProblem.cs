namespace StormDetect.Core;

/// <summary>A rule object that could not be judged.</summary>
/// <param name="Rule">The rule as far as it names itself, or what it is in place of one.</param>
/// <param name="Message">What is wrong with it.</param>
public sealed record InboxRuleProblem(string Rule, string Message)
{
    /// <summary>The rule as far as it names itself; texts of the rule in it cannot steer a terminal.</summary>
    public string Rule { get; init; } = PlainText.Safe(Rule);

    /// <summary>What is wrong with it; texts of the rule in it cannot steer a terminal.</summary>
    public string Message { get; init; } = PlainText.Safe(Message);
}
