using System.Collections.Generic;
using StormDetect.Core.LoggingConfig;

namespace StormDetect.Core;

/// <content>Ways to mail that the log shows badly or not at all, and the alerts.</content>
public static partial class LoggingCheckCatalog
{
    private static IEnumerable<LoggingCheck> AccessChecks() =>
    [
        new()
        {
            Id = "Forwarding.External", Title = "Mail does not forward itself out of the tenant", Severity = Severity.High, Parts = [ConfigPart.RemoteDomains, ConfigPart.OutboundSpamPolicies], Judge = AccessJudges.Forwarding,
            Why = "Mail that was forwarded was read elsewhere, and no MailItemsAccessed tells of it.",
            Expectation = "AutoForwardEnabled False for every remote domain, AutoForwardingMode Off or Automatic in every outbound spam policy",
            Proves = "That neither setting lets automatic forwarding out. Transport rules and connectors can still copy mail.",
            HollowElsewhere = "MS.EXO.1.1v2 reads remote domains only; an outbound spam policy that says On for some users is not seen.",
            ScubaIds = ["MS.EXO.1.1v2"], FormerScubaIds = ["MS.EXO.1.1v1"], Techniques = ["T1114.003"], References = [ScubaExchange],
        },
        new()
        {
            Id = "Alerts.Required", Title = "The alert policies for mail are on", Severity = Severity.Medium, Parts = [ConfigPart.ProtectionAlerts], Judge = AccessJudges.RequiredAlerts,
            Why = "They are the only part of the log that speaks up by itself.",
            Expectation = "The seven default policies of MS.SECURITYSUITE.4.1v1 are there and on",
            Proves = "That they are on, by their English names. Not that anybody reads them.",
            ScubaIds = ["MS.SECURITYSUITE.4.1v1"], FormerScubaIds = ["MS.EXO.16.1v1", "MS.DEFENDER.5.1v1"], References = [ScubaSuite],
        },
        new()
        {
            Id = "Alerts.Notified", Title = "Alerts reach somebody", Severity = Severity.Low, Parts = [ConfigPart.ProtectionAlerts], Judge = AccessJudges.NotifiedAlerts,
            Why = "An alert that nobody is told of is a record among others.",
            Expectation = "Each of the seven policies tells at least one address",
            Proves = "That an address is set. Not that anybody reads it.",
            HollowElsewhere = "ScubaGear marks MS.SECURITYSUITE.4.2v1 as not implemented.",
            ScubaIds = ["MS.SECURITYSUITE.4.2v1"], FormerScubaIds = ["MS.EXO.16.2v1", "MS.DEFENDER.5.2v1"], Techniques = [], References = [ScubaSuite],
        },
        new()
        {
            Id = "MailAccess.Applications", Title = "No application may read every mailbox", Severity = Severity.Medium, Parts = [ConfigPart.AppRoleAssignments, ConfigPart.RoleAssignments], Judge = AccessJudges.Applications,
            Why = "An application with its own secret reads mail without any user signing in. One stolen secret is every mailbox.",
            Expectation = "No application holds Mail.Read, Mail.ReadWrite or full_access_as_app, nor an application role of Exchange without a scope",
            Proves = "Who may read everything today. An old application access policy may narrow a Graph permission; it is not read here.",
            HollowElsewhere = "Tests of consent settings say who may consent tomorrow, not what was consented to yesterday.",
            Techniques = ["T1528", "T1098.003"], References = ["https://learn.microsoft.com/exchange/permissions-exo/application-rbac"],
        },
        new()
        {
            Id = "MailAccess.Delegated", Title = "No application may read the mail of everybody who uses it", Severity = Severity.Low, Parts = [ConfigPart.DelegatedGrants], Judge = AccessJudges.Delegated,
            Why = "A consent for the whole tenant lets an application read the mail of each user who signs in to it, without asking; a stolen refresh token of it is a mailbox.",
            Expectation = "No delegated permission for mail, nor for Exchange Web Services, is granted for all users",
            Proves = "What was consented to for everybody. Consents of single users are told by count only.",
            Techniques = ["T1528"], References = ["https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant"],
        },
        new()
        {
            Id = "MailAccess.Impersonation", Title = "Nobody may open every mailbox as its owner", Severity = Severity.Medium, Parts = [ConfigPart.RoleAssignments], Judge = AccessJudges.Impersonation,
            Why = "ApplicationImpersonation makes an account the owner of any mailbox for Exchange Web Services.",
            Expectation = "ApplicationImpersonation assigned to nobody but the service's own group",
            Proves = "That no assignment is in force. The role is being withdrawn; an assignment may do nothing any more.",
            Techniques = ["T1098.002"], References = ["https://learn.microsoft.com/exchange/client-developer/exchange-web-services/impersonation-and-ews-in-exchange"],
        },
        new()
        {
            Id = "MailAccess.Ews", Title = "Exchange Web Services are off, or for listed applications", Severity = Severity.Low, Parts = [ConfigPart.Organization], Judge = AccessJudges.Ews,
            Why = "EWS is an old way to whole mailboxes that the service retires from October 2026; what still uses it should be known by name.",
            Expectation = "EwsEnabled False, or EwsApplicationAccessPolicy EnforceAllowList",
            Proves = "The organisation's setting. A mailbox can have its own; the list goes by user agent, which anybody can send.",
            Techniques = ["T1114.002"], References = ["https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online"],
        },
        new()
        {
            Id = "Access.Partners", Title = "No other tenant administers this one", Severity = Severity.Low, Parts = [ConfigPart.Partners], Judge = AccessJudges.Partners,
            Why = "A partner's administrators act here with accounts that are not here; their sign-ins are in their own tenant's log.",
            Expectation = "No partner with IsServiceProvider True, or one that you know",
            Proves = "What cross-tenant settings say. Older delegated administration is seen in the partner's portal only.",
            Techniques = ["T1199"], References = ["https://learn.microsoft.com/graph/api/resources/crosstenantaccesspolicyconfigurationpartner"],
        },
        new()
        {
            Id = "Consent.Users", Title = "Users can neither register applications nor consent to them", Severity = Severity.Medium, Parts = [ConfigPart.AuthorizationPolicy], Judge = AccessJudges.Consent,
            Why = "A user who consents gives an application the mail, and keeps giving it after the password was changed.",
            Expectation = "AllowedToCreateApps False, and no permission grant policy for oneself",
            Proves = "What users may do from now on. What they consented to before stays.",
            ScubaIds = ["MS.AAD.5.1v1", "MS.AAD.5.2v1"], Techniques = ["T1528"], References = [ScubaEntra],
        },
        new()
        {
            Id = "Consent.Workflow", Title = "Users can ask an administrator for consent", Severity = Severity.Low, Parts = [ConfigPart.ConsentRequestPolicy], Judge = AccessJudges.ConsentWorkflow,
            Why = "Where asking is impossible, somebody makes an exception.",
            Expectation = "The admin consent workflow is on",
            Proves = "That requests can be made. Not that anybody looks at them.",
            ScubaIds = ["MS.AAD.5.3v1"], Techniques = ["T1528"], References = [ScubaEntra],
        },
        new()
        {
            Id = "Consent.Credentials", Title = "Credentials of applications are short-lived", Severity = Severity.Medium, Parts = [ConfigPart.AppManagementPolicy], Judge = AccessJudges.Credentials,
            Why = "A secret that lasts for years is one that was copied somewhere.",
            Expectation = "The default policy is on: client secrets blocked, or at most 180 days; certificates at most 365 days",
            Proves = "The rule for new credentials. Older ones, and applications with a rule of their own, are not looked at.",
            ScubaIds = ["MS.AAD.5.5v1", "MS.AAD.5.6v1", "MS.AAD.5.7v1"], Techniques = ["T1098.001"], References = [ScubaEntra],
        },
    ];
}
