using System;

namespace StormDetect.Core.Tests.Archives;

/// <summary>The machine goes dark: nothing is caught, cleaned or written any more.</summary>
internal sealed class SimulatedCrashException : Exception;
