using System.Globalization;

namespace StormDetect.Core;

/// <summary>Shares as they stand in sentences: one form everywhere, with a blank before the sign, and as many digits as tell something.</summary>
internal static class PercentText
{
    /// <summary>A share in percent: 61 %, 4.2 %, 0.48 %, under 0.01 %.</summary>
    /// <param name="share">The share, 1 for all.</param>
    public static string Of(double share) => share is > 0 and < 0.0001
        ? "under 0.01 %"
        : (100 * share).ToString(share < 0.01 ? "0.##" : share < 0.1 ? "0.#" : "0", CultureInfo.InvariantCulture) + " %";
}
