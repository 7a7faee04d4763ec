namespace StormDetect.Core.Scenarios;

/// <summary>How common each client is in this tenant; tenants differ widely.</summary>
internal sealed record ScenarioMix(
    double Outlook, double WebMail, double NewOutlook, double Phone, double ActiveSync, double Imap, double Teams, double OfficeShare, double Vpn, double V6)
{
    public static ScenarioMix Draw(ScenarioRandom random) => new(
        random.Between(0.3, 0.9),
        random.Between(0.4, 0.9),
        random.Between(0, 0.35),
        random.Between(0.4, 0.85),
        random.Between(0, 0.15),
        random.Between(0, 0.04),
        random.Between(0.2, 0.8),
        random.Between(0.2, 0.8),
        random.Between(0, 0.5),
        random.Between(0.05, 0.5));
}
