namespace StormDetect.Core.Facts;

/// <summary>A row of a group-by: which rows are the same group, and how two of them become one.</summary>
/// <typeparam name="T">The row itself.</typeparam>
internal interface IRow<T>
    where T : unmanaged, IRow<T>
{
    /// <summary>Hash of the key.</summary>
    static abstract uint Hash(in T row);

    /// <summary>Whether two rows have the same key.</summary>
    static abstract bool IsSameKey(in T a, in T b);

    /// <summary>Adds the counts of one row to another of the same key; in whatever order, the result is the same.</summary>
    static abstract void Combine(ref T into, in T from);
}
