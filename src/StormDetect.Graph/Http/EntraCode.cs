using System;
using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>What an error code of the sign-in service means, and what to do.</summary>
/// <param name="Problem">The kind of problem.</param>
/// <param name="Advice">What to do; {tenant}, {app} and {login} stand for the names.</param>
/// <remarks>
/// Sources: Microsoft Entra documentation, "Microsoft Entra authentication and authorization error codes"; 700024 and the codes of federated credentials (7002x) from "Workload identity federation" and the messages themselves.
/// The documentation warns that codes may change: one that is not listed, or changed, is still a failed sign-in with the service's own words.
/// </remarks>
internal sealed record EntraCode(TenantRequestProblem Problem, string Advice)
{
    private const string Again = "Sign in again with Connect-StormDetect.";
    private const string NoTenant = "There is no tenant '{tenant}' at {login}. Check -TenantId, and -Environment for a government or China tenant.";
    private const string NoApp = "The tenant '{tenant}' does not know the application '{app}'. Check -ClientId and -TenantId: the application is registered in another tenant, or was deleted.";
    private const string Consent = "An administrator of '{tenant}' has to consent to the permissions of the application '{app}': about_StormDetect_Permissions has the list and New-AppRegistration.ps1 in the module folder sets them up.";
    private const string Person = "The tenant's rules ask for a person here (a second factor, a managed device, a known place). Sign in with -Browser or -DeviceCode, or as an application.";
    private const string Clock = "The time of this machine and of the sign-in service differ by minutes. Set the clock (time synchronisation), then sign in again.";
    private const string Secret = "The client secret of '{app}' is wrong: it is the secret's value that is asked for, not its id. Secrets are shown once, when they are made.";
    private const string Old = "The client secret of '{app}' has expired. Make a new one in the app registration, or better use -CertificateThumbprint or -ManagedIdentity.";
    private const string Certificate = "The application '{app}' does not know the certificate. Upload its public part to the app registration, or name the right one.";
    private const string Federation = "The application '{app}' has no federated credential that fits this workload's token. Its issuer, subject and audience must be those of the token, to the letter.";

    private static readonly Dictionary<string, EntraCode> s_codes = All();

    /// <summary>Looks up a code.</summary>
    /// <param name="number">Its digits.</param>
    /// <returns>The entry; null if the code is not known here.</returns>
    public static EntraCode? Of(string number) => s_codes.GetValueOrDefault(number);

    private static Dictionary<string, EntraCode> All()
    {
        var codes = new Dictionary<string, EntraCode>(StringComparer.Ordinal);
        Add(TenantRequestProblem.WrongTenant, NoTenant, "90002", "900021", "900023", "90019", "50049", "50059", "50029");
        Add(TenantRequestProblem.WrongTenant, NoApp, "700016", "700011");
        Add(TenantRequestProblem.WrongTenant, "The tenant '{tenant}' lives in another cloud. Name it with -Environment.", "90038", "900382", "900432", "90051", "90043");
        Add(TenantRequestProblem.WrongTenant, "The account is not one of the tenant '{tenant}'. Check -TenantId, or sign in with another account.", "50020", "50034", "50014", "51004", "90072", "50128", "16000", "16003");
        Add(TenantRequestProblem.ConsentMissing, Consent, "65001", "65004", "65005", "90008", "90094", "90095", "90099", "90093", "650056", "650057", "7000229", "9002341");
        Add(TenantRequestProblem.ConsentMissing, "An application of Microsoft's, such as the one behind the Azure CLI or Azure PowerShell, has its permissions from Microsoft alone and cannot be given this one. Sign in with an application of your own (-ClientId): New-AppRegistration.ps1 in the module folder makes it.", "65002");
        Add(TenantRequestProblem.NotAvailable, "The service is not part of the tenant '{tenant}': it has no licence for it, or the service is not offered in this cloud.", "500011", "50001", "650052", "650054");
        Add(TenantRequestProblem.Certificate, Certificate, "700027", "700030", "50012", "50003");
        Add(TenantRequestProblem.ClockSkew, Clock, "700024", "500133");
        Add(TenantRequestProblem.SignInNeeded, Secret, "7000215", "7000216", "70002");
        Add(TenantRequestProblem.SignInNeeded, Old, "7000222");
        Add(TenantRequestProblem.SignInNeeded, "The application '{app}' is disabled. An administrator has to enable it, or name another.", "7000112", "70001", "1000031");
        Add(TenantRequestProblem.SignInNeeded, "The account is not assigned to the application '{app}'. An administrator has to assign it, or lift the need for it.", "50105");
        Add(TenantRequestProblem.Proxy, "This network lets nobody sign in to the tenant '{tenant}' (tenant restrictions of a proxy). Its administrator has to add the tenant.", "50002", "500021", "500022", "500212", "500213");
        Add(TenantRequestProblem.SignInNeeded, Federation, "70021", "700211", "700212", "700213", "700229");
        Add(TenantRequestProblem.SignInNeeded, Person, "50076", "50079", "50074", "50072", "50158", "50005", "53000", "53001", "53002", "53003", "53004", "53010", "53011", "530032", "530034", "530035", "50097", "50125", "50129", "50131", "50155", "50161", "50187", "700020");
        Add(TenantRequestProblem.SignInNeeded, "The sign-in has ended. " + Again, "50173", "700082", "700084", "70000", "70043", "50078", "70008", "50089", "50132", "50133", "50085", "50058", "50013");
        Add(TenantRequestProblem.SignInNeeded, "The code was not entered in time, or was refused. " + Again, "70016", "70018", "70019", "90119", "90120");
        Add(TenantRequestProblem.SignInNeeded, "The account cannot sign in: it is disabled, locked, or its password is wrong or has expired.", "50053", "50055", "50056", "50057", "50064", "50126", "50135", "50144");
        Add(TenantRequestProblem.Refused, "The application '{app}' takes no sign-in of people without a secret. Allow public client flows in its app registration and add the redirect address http://localhost, or sign in as an application.", "7000218", "700025", "50011", "70004", "900971");
        Add(TenantRequestProblem.Throttled, "The sign-in service asks to wait. Try again in a few minutes.", "90055", "50196", "50088", "50166");
        Add(TenantRequestProblem.ServiceUnavailable, "The sign-in service failed. Try again later.", "90033", "90006", "90012", "90024", "90090", "90091", "50000", "50033", "50087");
        return codes;

        void Add(TenantRequestProblem problem, string advice, params string[] numbers)
        {
            foreach (string number in numbers)
            {
                codes.Add(number, new EntraCode(problem, advice));
            }
        }
    }
}
