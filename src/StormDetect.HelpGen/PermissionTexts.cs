using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace StormDetect.HelpGen;

/// <summary>What the permission catalogue of StormDetect.Core says. It is run, not read: what help says is then what errors and the pre-flight say.</summary>
internal sealed class PermissionTexts
{
    private readonly Assembly _core;

    /// <summary>Initialises a new instance of the <see cref="PermissionTexts"/> class.</summary>
    /// <param name="directory">Where StormDetect.Core.dll lies.</param>
    // From its bytes, so that no build finds the file in use.
    public PermissionTexts(string directory) => _core = Assembly.Load(File.ReadAllBytes(Path.Combine(directory, "StormDetect.Core.dll")));

    /// <summary>What a capability takes, in a line.</summary>
    /// <param name="capability">Its name, as declared on a cmdlet.</param>
    public string Describe(string capability) => (string)Call("PermissionCatalog", "Describe", capability);

    /// <summary>The catalogue for the topic.</summary>
    /// <param name="commands">The cmdlets.</param>
    public IReadOnlyList<string> Topic(IReadOnlyList<CommandModel> commands)
    {
        Dictionary<string, string[]> uses = commands.SelectMany(command => command.Capabilities.Select(capability => (capability, command.Name)))
            .GroupBy(use => use.capability, use => use.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        return (IReadOnlyList<string>)Call("PermissionTopic", "Lines", uses);
    }

    /// <summary>The manifests for app registrations, by file name.</summary>
    public IReadOnlyDictionary<string, string> Manifests()
    {
        Type tier = _core.GetType("StormDetect.Core.PermissionTier", throwOnError: true)!;
        return Enum.GetNames(tier).ToDictionary(
            name => $"StormDetect.{name}.json",
            name =>
            {
                Array tiers = Array.CreateInstance(tier, 1);
                tiers.SetValue(Enum.Parse(tier, name), 0);
                return (string)Call("AppManifest", "RequiredResourceAccess", tiers);
            },
            StringComparer.Ordinal);
    }

    private object Call(string type, string method, object argument) =>
        _core.GetType("StormDetect.Core." + type, throwOnError: true)!.GetMethod(method)!.Invoke(null, [argument])!;
}
