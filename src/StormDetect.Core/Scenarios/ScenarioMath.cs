using System;

namespace StormDetect.Core.Scenarios;

/// <summary>Logarithm and exponential from the four operations alone, so that they give the same bits on every machine; the C library's do not have to.</summary>
internal static class ScenarioMath
{
    private const double Ln2 = 0.6931471805599453;

    public static double Log(double value)
    {
        if (value < 1e-300)
        {
            return -690;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 2047) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        double z = (mantissa - 1) / (mantissa + 1);
        double square = z * z;
        double term = z;
        double sum = 0;
        for (int i = 1; i < 20; i += 2)
        {
            sum += term / i;
            term *= square;
        }

        return (2 * sum) + (exponent * Ln2);
    }

    public static double Exp(double value)
    {
        double small = value / 64;
        double term = 1;
        double sum = 1;
        for (int i = 1; i < 14; i++)
        {
            term *= small / i;
            sum += term;
        }

        for (int i = 0; i < 6; i++)
        {
            sum *= sum;
        }

        return sum;
    }
}
