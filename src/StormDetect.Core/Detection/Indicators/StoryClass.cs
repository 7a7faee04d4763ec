namespace StormDetect.Core.Detection.Indicators;

/// <summary>What a story of indicators is worth.</summary>
internal enum StoryClass
{
    /// <summary>Indicators that held when the records were written.</summary>
    Current,

    /// <summary>What is normal by itself and worth a list.</summary>
    Inventory,

    /// <summary>Indicators that did not hold at the time.</summary>
    OutsideValidity,
}
