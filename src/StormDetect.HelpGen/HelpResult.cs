using System.Collections.Generic;

namespace StormDetect.HelpGen;

/// <summary>What a run of the generator gives.</summary>
/// <param name="Maml">The help file, byte for byte.</param>
/// <param name="CommandCount">How many cmdlets it describes.</param>
/// <param name="PermissionTopic">The generated lines of the topic about permissions.</param>
/// <param name="Manifests">The manifests for app registrations, by file name.</param>
/// <param name="Problems">What is missing in the documentation, one line each; the help must not be written while there are any.</param>
internal sealed record HelpResult(byte[] Maml, int CommandCount, IReadOnlyList<string> PermissionTopic, IReadOnlyDictionary<string, string> Manifests, IReadOnlyList<string> Problems);
