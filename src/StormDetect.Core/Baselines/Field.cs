namespace StormDetect.Core.Baselines;

/// <summary>A field of a row, by reference, so that one description of a row serves for reading and for writing it.</summary>
/// <typeparam name="TRow">The row.</typeparam>
/// <typeparam name="TValue">The field.</typeparam>
internal delegate ref TValue Field<TRow, TValue>(ref TRow row);
