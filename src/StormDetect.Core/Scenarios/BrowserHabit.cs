namespace StormDetect.Core.Scenarios;

/// <summary>
/// With which browser a person reads web mail: mostly the usual one, some people with another one at home and now and then at work, and some with a new machine in the course of the log. Drawn apart from
/// everything else, so that a seed's tenant stays what it is.
/// </summary>
internal static class BrowserHabit
{
    private const double WithSecond = 0.35;
    private const double SecondAtHome = 0.5;
    private const double SecondAtWork = 0.06;

    /// <summary>Machines are replaced about every four years, browsers are changed more often: a judgement.</summary>
    private const double ChangesADay = 0.002;

    /// <summary>The browser of a person on a day.</summary>
    /// <param name="tenantSeed">The tenant's seed.</param>
    /// <param name="person">The person's key.</param>
    /// <param name="usual">The usual one at the start.</param>
    /// <param name="day">The day of the log.</param>
    /// <param name="inOffice">Whether the person is in the office.</param>
    public static int Of(ulong tenantSeed, ulong person, int usual, int day, bool inOffice)
    {
        ScenarioRandom habits = ScenarioRandom.For(tenantSeed ^ person, 0xB7, 0);
        int second = habits.Chance(WithSecond) ? habits.Below(UserAgents.Count) : usual;
        for (int i = 0; i < day; i++)
        {
            usual = habits.Chance(ChangesADay) ? habits.Below(UserAgents.Count) : usual;
        }

        return ScenarioRandom.For(tenantSeed ^ person, 0xB8, (ulong)day).Chance(inOffice ? SecondAtWork : SecondAtHome) ? second : usual;
    }
}
