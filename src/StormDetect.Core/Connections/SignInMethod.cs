namespace StormDetect.Core;

/// <summary>How to sign in.</summary>
public enum SignInMethod
{
    /// <summary>A person, in the browser of this machine.</summary>
    Browser,

    /// <summary>A person, in a browser anywhere, with a code that is shown here.</summary>
    DeviceCode,

    /// <summary>An application with a certificate.</summary>
    Certificate,

    /// <summary>An application with a secret.</summary>
    ClientSecret,

    /// <summary>The managed identity of the Azure resource this runs on: a virtual machine, an Automation account, a container app.</summary>
    ManagedIdentity,

    /// <summary>A workload whose own token the application trusts (workload identity federation), as in Kubernetes.</summary>
    WorkloadIdentity,

    /// <summary>Whoever is signed in to the Azure CLI.</summary>
    AzureCli,

    /// <summary>Whoever is signed in to Azure PowerShell (Connect-AzAccount).</summary>
    AzurePowerShell,

    /// <summary>A token the caller has got. It is not renewed.</summary>
    AccessToken,
}
