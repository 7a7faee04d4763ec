using System;
using System.Runtime.InteropServices;

namespace StormDetect.Core.Facts;

/// <summary>A session behind a fact, and when it was used there.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SessionUse
{
    /// <summary>The session's id; a hash where the id is no GUID (<see cref="NamedIds"/>).</summary>
    public Guid Id;

    /// <summary>First and last record, in seconds (<see cref="FactTime"/>).</summary>
    public int First, Last;
}
