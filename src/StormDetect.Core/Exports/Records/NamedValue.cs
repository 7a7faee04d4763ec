namespace StormDetect.Core.Exports;

/// <summary>One entry of a list of names and values in an audit record.</summary>
/// <param name="Name">Its name, as the log spells it.</param>
/// <param name="Value">Its value, or its new value; nested JSON stays JSON text.</param>
/// <param name="OldValue">Its old value, where the list has one (ModifiedProperties); else empty.</param>
internal readonly record struct NamedValue(string Name, string Value, string OldValue = "");
