namespace StormDetect.FakeTenant;

/// <summary>A blob of the Management Activity API.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Created">contentCreated, in seconds since 1970.</param>
/// <param name="Rows">The rows of the log it holds.</param>
internal sealed record ContentBlob(string Id, long Created, int[] Rows);
