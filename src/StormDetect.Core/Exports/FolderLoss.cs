namespace StormDetect.Core.Exports;

/// <summary>What was lost of a folder whose files are, as far as one looks, of one tenant.</summary>
/// <param name="TenantId">The tenant, as its records spell it.</param>
/// <param name="Rows">Rows of the folder.</param>
/// <param name="Dropped">Of these, dropped ones.</param>
/// <param name="Files">Files that were read.</param>
/// <param name="Unread">Inputs that were not read to their end.</param>
internal sealed record FolderLoss(string TenantId, long Rows, long Dropped, int Files, int Unread);
