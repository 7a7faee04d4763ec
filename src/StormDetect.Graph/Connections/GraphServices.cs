namespace StormDetect.Graph;

/// <summary>The way in: opens connections and hands out Core's interfaces over them.</summary>
public static partial class GraphServices
{
}
