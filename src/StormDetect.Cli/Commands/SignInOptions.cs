using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Security;
using StormDetect.Core;

namespace StormDetect.Cli.Commands;

/// <summary>How the command line signs in to a tenant: never a person, and never a secret among the arguments, where every process of the machine could read it.</summary>
internal static class SignInOptions
{
    private static readonly Option<string?> s_identity = new("--managed-identity")
    {
        Description = "Sign in as the managed identity of the Azure resource this runs on; of a user-assigned one with its client id or resource id.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "id",
    };

    private static readonly Option<string?> s_certificate = Named("--certificate", "Sign in as an application with the certificate and private key of this file, PFX or PEM.", "file");
    private static readonly Option<string?> s_password = Named("--certificate-password-env", "The environment variable that holds the file's password.", "name");
    private static readonly Option<string?> s_secret = Named("--client-secret-env", "Sign in as an application with the secret that this environment variable holds.", "name");
    private static readonly Option<bool> s_workload = new("--workload-identity") { Description = "Sign in as a workload whose token the application trusts, as in Kubernetes. What is not given comes from AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE." };
    private static readonly Option<bool> s_cli = new("--azure-cli") { Description = "Use the sign-in of the Azure CLI." };
    private static readonly Option<string?> s_token = Named("--access-token-env", "Use the access token that this environment variable holds.", "name");
    private static readonly Option<string?> s_client = Named("--client-id", "The application (client) id.", "id");
    private static readonly Option<CloudEnvironment?> s_cloud = new("--cloud") { Description = "The cloud: global (default), gcc, gcchigh, dod or china.", HelpName = "cloud" };
    private static readonly Option<string?> s_graph = Named("--graph-endpoint", "Microsoft Graph of another cloud, by its address.", "address");
    private static readonly Option<string?> s_login = Named("--login-endpoint", "The sign-in service of that cloud.", "address");
    private static readonly Option<string?> s_management = Named("--management-endpoint", "The Management Activity API of that cloud.", "address");

    private static readonly (Option Option, SignInMethod Method)[] s_methods =
    [
        (s_identity, SignInMethod.ManagedIdentity),
        (s_certificate, SignInMethod.Certificate),
        (s_secret, SignInMethod.ClientSecret),
        (s_workload, SignInMethod.WorkloadIdentity),
        (s_cli, SignInMethod.AzureCli),
        (s_token, SignInMethod.AccessToken),
    ];

    /// <summary>The tenant; files have one, too.</summary>
    public static Option<string?> Tenant { get; } = Named(
        "--tenant", "The tenant. Of files, by its id: records that name none are put with it, those that name another are refused. With --live by id or domain, where the way to sign in does not know it.", "tenant");

    /// <summary>All but the tenant.</summary>
    public static IReadOnlyList<Option> All { get; } = [s_identity, s_certificate, s_password, s_secret, s_workload, s_cli, s_token, s_client, s_cloud, s_graph, s_login, s_management];

    /// <summary>Whether an option stands on the command line.</summary>
    public static bool IsGiven(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Sees that the options are enough to sign in with, and not too many.</summary>
    public static void Check(CommandResult result)
    {
        (Option Option, SignInMethod Method)[] given = s_methods.Where(method => IsGiven(result, method.Option)).ToArray();
        if (given.Length != 1)
        {
            result.AddError($"Name one way to sign in: {string.Join(", ", s_methods.Select(static method => method.Option.Name))}.");
            return;
        }

        SignInMethod method = given[0].Method;
        if (method is SignInMethod.Certificate or SignInMethod.ClientSecret && !(IsGiven(result, s_client) && IsGiven(result, Tenant)))
        {
            result.AddError($"{given[0].Option.Name} needs {s_client.Name} and {Tenant.Name}.");
        }

        if (method == SignInMethod.ManagedIdentity && result.GetValue(s_identity) is { } id && !Guid.TryParse(id, out _) && !IsResource(id))
        {
            result.AddError($"{s_identity.Name}: '{PlainText.Safe(id)}' is neither a client id (GUID) nor a resource id (/subscriptions/...).");
        }

        if (IsGiven(result, s_password) && method != SignInMethod.Certificate)
        {
            result.AddError($"{s_password.Name} goes with {s_certificate.Name} only.");
        }

        CheckCloud(result, method);
    }

    /// <summary>The sign-in as it was asked for.</summary>
    /// <exception cref="ArgumentException">An environment variable is not there.</exception>
    public static ConnectionRequest Request(ParseResult parsed)
    {
        string identity = parsed.GetValue(s_identity) ?? string.Empty;
        return new ConnectionRequest
        {
            Method = s_methods.Single(method => IsGiven(parsed.CommandResult, method.Option)).Method,
            Endpoints = Address(parsed.GetValue(s_graph)) is { } graph
                ? CloudEndpoints.Custom(graph, Address(parsed.GetValue(s_login)), Address(parsed.GetValue(s_management)))
                : CloudEndpoints.Of(parsed.GetValue(s_cloud) ?? CloudEnvironment.Global),
            TenantId = parsed.GetValue(Tenant) ?? string.Empty,
            ClientId = Guid.TryParse(identity, out _) ? identity : parsed.GetValue(s_client) ?? string.Empty,
            IdentityResourceId = IsResource(identity) ? identity : string.Empty,
            CertificatePath = parsed.GetValue(s_certificate) is { } file ? Path.GetFullPath(file) : string.Empty,
            CertificatePassword = Secret(parsed.GetValue(s_password)),
            ClientSecret = Secret(parsed.GetValue(s_secret)),
            AccessToken = Secret(parsed.GetValue(s_token)),
        };
    }

    private static void CheckCloud(CommandResult result, SignInMethod method)
    {
        Option<string?>[] addresses = [s_graph, s_login, s_management];
        foreach (Option<string?> option in addresses.Where(option => result.GetValue(option) is { } text && Address(text) is null))
        {
            result.AddError($"{option.Name}: '{PlainText.Safe(result.GetValue(option)!)}' is no address. Write https://host.");
        }

        if (!addresses.Any(option => IsGiven(result, option)))
        {
            if (result.GetValue(s_cloud) == CloudEnvironment.Custom)
            {
                result.AddError($"Another cloud is given by its addresses: {s_graph.Name}, {s_login.Name}, {s_management.Name}.");
            }

            return;
        }

        if (result.GetValue(s_cloud) is { } cloud && cloud != CloudEnvironment.Custom)
        {
            result.AddError($"{s_cloud.Name} and addresses of another cloud do not go together.");
        }

        if (!IsGiven(result, s_graph) || (ConnectionRequest.NeedsLogin(method) && !IsGiven(result, s_login)))
        {
            result.AddError($"A cloud given by its addresses needs {(IsGiven(result, s_graph) ? s_login.Name : s_graph.Name)} too.");
        }
    }

    private static Option<string?> Named(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    private static bool IsResource(string id) => id.StartsWith("/subscriptions/", StringComparison.OrdinalIgnoreCase);

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme.StartsWith("http", StringComparison.Ordinal) ? address : null;

    private static SecureString? Secret(string? variable)
    {
        if (variable is null)
        {
            return null;
        }

        string? value = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(value))
        {
            throw new ArgumentException($"The environment variable '{variable}' is not set.");
        }

        SecureString secret = new();
        foreach (char letter in value)
        {
            secret.AppendChar(letter);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
