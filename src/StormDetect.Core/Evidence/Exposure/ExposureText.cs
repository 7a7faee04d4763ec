using System.Globalization;

namespace StormDetect.Core;

/// <summary>Exposure in words.</summary>
internal static class ExposureText
{
    public static string Messages(MailExposure exposure)
    {
        if (exposure.MessageCount is not { } count)
        {
            string named = exposure.NamedMessageCount == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({exposure.NamedMessageCount:#,0} of them by name)");
            return exposure.SyncedFolderCount > 1
                ? string.Create(CultureInfo.InvariantCulture, $"every message of {exposure.SyncedFolderCount:#,0} folders{named}")
                : $"every message of the folder{named}";
        }

        string bound = exposure.MessageBound switch
        {
            ExposureBound.Exactly => "exactly",
            ExposureBound.AtLeast => "at least",
            _ => "at most",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{bound} {count:#,0} {(count == 1 ? "message" : "messages")}");
    }
}
