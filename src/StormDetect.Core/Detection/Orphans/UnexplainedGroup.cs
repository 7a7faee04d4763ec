using System.Collections.Generic;

namespace StormDetect.Core.Detection.Orphans;

/// <summary>Unexplained accesses of one path that belong together, and what that comes to.</summary>
internal sealed class UnexplainedGroup
{
    public required PathClass Class { get; init; }

    /// <summary>Rows of the access table, ascending.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Whether enough of the tenant's people also sign in from these networks.</summary>
    public required bool IsKnownNetwork { get; init; }

    /// <summary>Mailboxes concerned.</summary>
    public required IReadOnlySet<int> People { get; init; }

    /// <summary>Who signs in from these networks where they are too few for that.</summary>
    public IReadOnlyList<string> FewPeople { get; set; } = [];

    public OrphanGrade Grade { get; set; }

    /// <summary>How often such access goes unexplained here, or on the tenant's other paths where <see cref="IsElsewhere"/> says so.</summary>
    public UsualRate Usual { get; set; }

    /// <summary>Whether the path itself is too new or too rare for a rate of its own.</summary>
    public bool IsElsewhere { get; set; }

    /// <summary>Whether the records lack identifiers that the path's records have here.</summary>
    public bool LacksIdentifiers { get; set; }

    /// <summary>Why no more is made of it: a code and a sentence; null where nothing had to be taken back.</summary>
    public (string Code, string Text)? Because { get; set; }
}
