using System;
using System.Collections.Generic;
using System.Net;

namespace StormDetect.Graph;

/// <summary>A whole answer of a tenant: its body has come to the end.</summary>
/// <param name="Status">2xx.</param>
/// <param name="Body">The body as it came, unpacked.</param>
/// <param name="Headers">The headers, by names in any case.</param>
internal sealed record TenantResponse(HttpStatusCode Status, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers);
