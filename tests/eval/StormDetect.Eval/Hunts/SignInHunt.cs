using System.Collections.Generic;
using StormDetect.Core;

namespace StormDetect.Eval;

/// <summary>Gives a hunt the sign-in files.</summary>
internal static class SignInHunt
{
    /// <summary>Whether hunts take sign-ins.</summary>
    public static bool IsSupported => true;

    /// <summary>Makes a hunt that has read sign-in files.</summary>
    public static MailHunt Create(MailHuntOptions options, IReadOnlyList<string> signIns)
    {
        return new MailHunt(options with { SignInPaths = signIns });
    }
}
