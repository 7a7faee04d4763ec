namespace StormDetect.Core.Scenarios;

/// <summary>
/// The habits all people of a tenant share. Usually every tenant has the ones below and differs in what is drawn with them; a perturbed tenant has habits of
/// its own, so that nothing is fitted to one set of them.
/// </summary>
internal sealed record ScenarioHabits
{
    /// <summary>Volume of everybody, against the ordinary.</summary>
    public double Rate { get; init; } = 1;

    /// <summary>How much people's volumes differ (deviation of the logarithm).</summary>
    public double RateSpread { get; init; } = 0.6;

    /// <summary>What is done on days off, against the ordinary.</summary>
    public double DaysOff { get; init; } = 1;

    public double NightShift { get; init; } = 0.03;

    /// <summary>Share of people whose week includes weekend days.</summary>
    public double Weekends { get; init; } = 0.06;

    /// <summary>How long a working day lasts, in hours.</summary>
    public (double Least, double Most) WorkHours { get; init; } = (7, 10);

    /// <summary>Offsets the tenant's main office may have, in seconds.</summary>
    public int[] Zones { get; init; } = [0, 3600, 3600, 7200, -18_000, -28_800, 28_800];

    /// <summary>How often a phone is on the carrier's network.</summary>
    public double Carrier { get; init; } = 0.5;

    /// <summary>How often it then gets another address.</summary>
    public double CarrierChange { get; init; } = 0.3;

    /// <summary>Days between changes of the home address; 0 for none.</summary>
    public int[] LeaseDays { get; init; } = [0, 0, 1, 7, 30, 60];

    /// <summary>How often people travel, against the ordinary.</summary>
    public double Travel { get; init; } = 1;

    /// <summary>The chance that a web session ends on a day.</summary>
    public double WebSessionEnds { get; init; } = 0.2;

    /// <summary>Volume of background services, against the ordinary.</summary>
    public double ServiceRate { get; init; } = 1;

    public (int Least, int Most) Services { get; init; } = (4, 9);

    /// <summary>Share of IPv6 among background services' addresses.</summary>
    public double ServiceV6 { get; init; } = 0.8;

    /// <summary>Of a thousand records, how many come twice.</summary>
    public int CopiesPerThousand { get; init; } = 20;

    /// <summary>How often legitimate odd things happen to single people, against the ordinary.</summary>
    public double Oddities { get; init; } = 1;

    /// <summary>How records carry their token (see <see cref="ScenarioTenant.ContextShares"/>); null to draw as usual.</summary>
    public double[]? ContextShares { get; init; }

    /// <summary>Which clients people use; null to draw as usual.</summary>
    public ScenarioMix? Mix { get; init; }

    /// <summary>Draws the habits of a perturbed tenant, from far apart.</summary>
    public static ScenarioHabits Draw(ScenarioRandom random)
    {
        double full = random.Between(0, 1);
        double absent = (1 - full) * random.Unit();
        double v6 = random.Between(0, 0.95);
        double hours = random.Between(5, 10);
        int services = random.Range(1, 9);
        return new ScenarioHabits
        {
            Rate = Factor(3),
            RateSpread = random.Between(0.2, 1),
            DaysOff = Factor(4),
            NightShift = random.Between(0, 0.15),
            Weekends = random.Between(0, 0.4),
            WorkHours = (hours, hours + random.Between(0, 4)),
            Zones = [1800 * random.Range(-22, 26)],
            Carrier = random.Between(0.05, 0.95),
            CarrierChange = random.Between(0.02, 0.9),
            LeaseDays = random.Pick<int[]>([[0], [0, 0, 30], [1, 7], [1], [0, 1, 2, 7, 30]]),
            Travel = Factor(4),
            WebSessionEnds = random.Between(0.03, 0.9),
            ServiceRate = Factor(5),
            Services = (services, services + random.Range(0, 3)),
            ServiceV6 = random.Unit(),
            CopiesPerThousand = random.Range(0, 150),
            Oddities = Factor(2),
            ContextShares = [full, (1 - full - absent) * 0.7, (1 - full - absent) * 0.3, absent],
            Mix = new ScenarioMix(
                random.Between(0, 1),
                random.Between(0.1, 1),
                random.Between(0, 0.8),
                random.Between(0.1, 1),
                random.Between(0, 0.8),
                random.Between(0, 0.25),
                random.Between(0, 1),
                random.Between(0, 1),
                random.Between(0, 0.9),
                v6),
        };

        // As often so many times less as so many times more.
        double Factor(double most) => ScenarioMath.Exp(random.Between(-1, 1) * ScenarioMath.Log(most));
    }
}
