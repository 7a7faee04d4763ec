using System;

namespace StormDetect.Core.Tests.Acquisition;

/// <summary>Lets so many writes through, then a part of one, then none.</summary>
internal sealed class PowerCut(int writes, double part)
{
    private readonly object _gate = new();
    private int _left = writes;

    public bool HasHappened { get; private set; }

    public int Let(int bytes)
    {
        lock (_gate)
        {
            if (HasHappened)
            {
                throw new PowerCutException();
            }

            if (_left-- > 0)
            {
                return bytes;
            }

            HasHappened = true;
            return bytes < 2 ? throw new PowerCutException() : (int)(bytes * part);
        }
    }
}
