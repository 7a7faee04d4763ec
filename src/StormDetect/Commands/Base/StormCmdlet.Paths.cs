using System;
using System.Management.Automation;
using StormDetect.Errors;

namespace StormDetect.Commands;

/// <content>Paths as people type them: relative to the location of the session, on its drives.</content>
public abstract partial class StormCmdlet
{
    private const string FileSystem = "FileSystem";

    /// <summary>Gives a file as the engine itself gives it, so that mode, owner and size show.</summary>
    /// <param name="path">Where it is, in full.</param>
    private protected void WriteFile(string path) => WriteObject(InvokeProvider.Item.Get([$"{FileSystem}::{path}"], force: true, literalPath: true), enumerateCollection: true);

    /// <summary>The full path of a file that is named literally and may not exist yet.</summary>
    private protected string ResolveFile(string path)
    {
        try
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            if (!IsFileSystem(provider))
            {
                ThrowTerminatingError(ErrorRecords.PathNotInFileSystem(path, provider.Name));
            }

            return full;
        }
        catch (Exception cause) when (IsPathFailure(cause))
        {
            ThrowTerminatingError(ErrorRecords.PathInvalid(path, cause));
            throw;
        }
    }

    /// <summary>Whether a path belongs to files and folders rather than to the registry, variables or another provider.</summary>
    /// <param name="provider">The path's provider.</param>
    /// <returns>True for the file system.</returns>
    private protected static bool IsFileSystem(ProviderInfo provider) => provider.Name.Equals(FileSystem, StringComparison.OrdinalIgnoreCase);

    private protected static bool IsPathFailure(Exception cause) =>
        cause is SessionStateException or WildcardPatternException or ProviderInvocationException or ArgumentException or NotSupportedException;
}
