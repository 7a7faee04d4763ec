using System.Collections.Generic;

namespace StormDetect.Core.Scenarios;

/// <summary>
/// An administrator's account first sees to it that the log will not tell: by bypassing an account, by audit sets without mail access, by switching the log off for some hours,
/// or by a short retention policy that overrules the others. Then mailboxes are read, for the most part unseen; the answer key says what was.
/// </summary>
internal sealed class AuditTamper : AccountTakeover
{
    private readonly Mailbox[] _victims;
    private readonly int _kind;
    private readonly int _from;
    private readonly int _to;
    private readonly bool _restores;

    public AuditTamper(string attack, ScenarioTenant tenant, ScenarioRandom random, HashSet<Mailbox> taken)
        : base(attack, tenant, random, taken, length: 5, Administrator(tenant, random))
    {
        _victims = ChooseVictims(random.Range(1, 3), mailbox => mailbox != Account);
        _kind = random.Below(4);
        _from = Start + random.Range(600, 2_400);
        _restores = _kind == 2 || random.Chance(0.5);
        _to = !_restores ? tenant.Options.Days * Day : _from + (_kind == 2 ? random.Range(2 * 3600, 8 * 3600) : random.Range(8 * 3600, 3 * Day));
        switch (_kind)
        {
            case 0:
                Silences.Add(new LogSilence("actor-bypassed", _from + 60, _to, Account, null));
                break;
            case 1:
                foreach (Mailbox victim in _victims)
                {
                    Silences.Add(new LogSilence("audit-set", _from + 60, _to, null, victim));
                }

                break;
            case 2:
                Silences.Add(new LogSilence("ingestion-off", _from + 60, _to, null, null));
                break;
            default:
                break;
        }

        Description = $"The administrator {Account} reads {_victims.Length} mailboxes after {_kind switch
        {
            0 => "exempting itself from mailbox auditing",
            1 => "taking mail access out of their audit sets",
            2 => "switching the audit log off",
            _ => "overruling the log's retention with a short policy",
        }}.";
    }

    protected override void Act(EventSink sink)
    {
        AccessSession own = SignIn(sink, Start, asItself: false);
        AccessSession itself = new()
        {
            Client = own.Client,
            Address = own.Address,
            ClientInfo = own.ClientInfo,
            SessionId = own.SessionId,
            TokenId = own.TokenId,
            TokenIssued = own.TokenIssued,
            Context = own.Context,
        };
        Burst(sink, itself, Account, Start + 30, Random.Range(2, 6), 1, 20);
        Switch(sink, own, _from, off: true, PlantedPart.MailboxChange);
        AccessSession open = AsDelegate(own);
        int time = _from + Random.Range(120, 600);
        foreach (Mailbox victim in _victims)
        {
            Change(
                sink, own, victim, time,
                new CmdletDetails("Add-MailboxPermission", DistinguishedName(victim), ("Identity", victim.ToString()), ("User", Account.ToString()), ("AccessRights", "FullAccess"), ("AutoMapping", "False")),
                PlantedPart.MailboxChange);
            time += Random.Range(300, 1_200);
            Burst(sink, open, victim, time, Random.Range(15, 80), 3, Random.Range(3, 20));
        }

        if (_restores)
        {
            Switch(sink, own, _to, off: false, PlantedPart.Context);
        }
    }

    private void Switch(EventSink sink, AccessSession session, int time, bool off, PlantedPart part)
    {
        const string Reduced = "Update;MoveToDeletedItems;SoftDelete;HardDelete;UpdateFolderPermissions;UpdateInboxRules;UpdateCalendarDelegation";
        switch (_kind)
        {
            case 0:
                Change(sink, session, Account, time, new CmdletDetails("Set-MailboxAuditBypassAssociation", DistinguishedName(Account), ("Identity", Account.ToString()), ("AuditBypassEnabled", off ? "True" : "False")), part);
                break;
            case 1:
                foreach (Mailbox victim in _victims)
                {
                    (string Name, string Value)[] sets = off
                        ? [("Identity", victim.ToString()), ("AuditOwner", Reduced), ("AuditDelegate", Reduced + ";SendAs"), ("AuditAdmin", Reduced + ";SendAs")]
                        : [("Identity", victim.ToString()), ("DefaultAuditSet", "Admin;Delegate;Owner")];
                    Change(sink, session, victim, time++, new CmdletDetails("Set-Mailbox", DistinguishedName(victim), sets), part);
                }

                break;
            case 2:
                Change(
                    sink, session, Account, time,
                    new CmdletDetails("Set-AdminAuditLogConfig", System.Text.Encoding.ASCII.GetString(Tenant.Text.Name) + "\\Admin Audit Log Settings", ("UnifiedAuditLogIngestionEnabled", off ? "False" : "True")),
                    part);
                break;
            default:
                string id = Random.Guid().ToString("D");
                Change(
                    sink, session, Account, time,
                    off
                        ? new ComplianceDetails("New-UnifiedAuditLogRetentionPolicy", id, "-Name \"Exchange cleanup\" -RecordTypes (\"ExchangeItemAggregated\",\"ExchangeItem\") -RetentionDuration \"ThreeMonths\" -Priority 1")
                        : new ComplianceDetails("Remove-UnifiedAuditLogRetentionPolicy", id, "-Identity \"Exchange cleanup\" -ForceDeletion:$true"),
                    part);
                break;
        }
    }
}
