namespace StormDetect.Core.Scenarios;

/// <summary>
/// The changes of an ordinary tenant: rules, forwarding, rights, consents, settings, provisioning, searching, filing, deleting, sending. None of it is mail access, and
/// none of it draws from a random sequence that something else uses: the mail-access records are the same with it and without.
/// </summary>
internal sealed class TenantBackground
{
    private readonly EventSink _sink;
    private readonly BackgroundSource[] _sources;

    public TenantBackground(ScenarioTenant tenant, EventSink sink)
    {
        _sink = sink;
        BackgroundStaff staff = tenant.Staff;
        _sources =
        [
            new InboxRuleSource(tenant, staff, sink),
            new OutlookRuleSource(tenant, staff, sink),
            new MailboxSettingSource(tenant, staff, sink),
            new TenantSettingSource(tenant, staff, sink),
            new DirectorySource(tenant, staff, sink),
            new ServiceSource(tenant, staff, sink),
            new MailActivitySource(tenant, staff, sink),
        ];
    }

    public void Play(int day)
    {
        DaySessions sessions = new(_sink.Peek(day), day);
        foreach (BackgroundSource source in _sources)
        {
            source.Play(day, sessions);
        }
    }
}
