using System;

namespace StormDetect.FakeTenant;

internal static class Program
{
    private static void Main() => Console.WriteLine("not yet");
}
