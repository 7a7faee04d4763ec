using System;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>The machine died.</summary>
internal sealed class PowerCutException : Exception;
