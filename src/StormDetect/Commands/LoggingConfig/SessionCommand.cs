using System.Management.Automation;

namespace StormDetect.Commands;

/// <summary>A command of the session, and which endpoint answers it.</summary>
/// <param name="Info">The command.</param>
/// <param name="Origin">Exchange or Compliance; empty where that is not known.</param>
internal sealed record SessionCommand(CommandInfo Info, string Origin)
{
    public bool Has(string parameter)
    {
        try
        {
            return Info.Parameters?.ContainsKey(parameter) == true;
        }
        catch (RuntimeException)
        {
            // A command whose parameters cannot be worked out has none to rely on.
            return false;
        }
    }
}
