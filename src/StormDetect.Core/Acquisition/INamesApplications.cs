namespace StormDetect.Core.Acquisition;

/// <summary>A result that shows applications by id, and can be told their names.</summary>
internal interface INamesApplications
{
    /// <summary>The tenant; empty where the log does not say.</summary>
    string TenantId { get; }

    /// <summary>AppId; empty where there is none.</summary>
    string AppId { get; }

    /// <summary>ClientAppId; empty where there is none.</summary>
    string ClientAppId { get; }

    /// <summary>Takes what the directory says of the two; null for what it does not know.</summary>
    void Name(TenantApplication? app, TenantApplication? clientApp);
}
