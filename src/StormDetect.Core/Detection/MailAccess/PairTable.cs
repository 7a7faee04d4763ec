using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace StormDetect.Core.Detection.MailAccess;

/// <summary>
/// Pairs of small numbers (mailbox and path, mailbox and network) with a value each. Open addressing over one array of keys: a month of a large tenant asks it a million
/// times, and a general dictionary took most of the hunt.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
internal sealed class PairTable<T>
    where T : struct
{
    private ulong[] _keys = new ulong[1024];
    private T[] _values = new T[1024];
    private int _count;

    public int Count => _count;

    public IEnumerable<(int A, int B, T Value)> Entries
    {
        get
        {
            for (int i = 0; i < _keys.Length; i++)
            {
                if (_keys[i] != 0)
                {
                    yield return ((int)(_keys[i] >> 32) - 1, (int)(uint)_keys[i], _values[i]);
                }
            }
        }
    }

    public bool Contains(int a, int b) => _keys[Find(Key(a, b))] != 0;

    public bool TryGetValue(int a, int b, out T value)
    {
        int slot = Find(Key(a, b));
        value = _values[slot];
        return _keys[slot] != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ref T GetOrAdd(int a, int b, out bool known)
    {
        if (_count * 2 >= _keys.Length)
        {
            Grow();
        }

        ulong key = Key(a, b);
        int slot = Find(key);
        known = _keys[slot] != 0;
        if (!known)
        {
            _keys[slot] = key;
            _count++;
        }

        return ref _values[slot];
    }

    /// <summary>Keeps some of the pairs and lets go of the others.</summary>
    public void Keep(Func<int, int, T, bool> isKept)
    {
        ulong[] keys = _keys;
        T[] values = _values;
        _keys = new ulong[keys.Length];
        _values = new T[keys.Length];
        _count = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0 && isKept((int)(keys[i] >> 32) - 1, (int)(uint)keys[i], values[i]))
            {
                int slot = Find(keys[i]);
                (_keys[slot], _values[slot]) = (keys[i], values[i]);
                _count++;
            }
        }
    }

    /// <summary>Zero marks a free slot.</summary>
    private static ulong Key(int a, int b) => (((ulong)(uint)a + 1) << 32) | (uint)b;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Find(ulong key)
    {
        int mask = _keys.Length - 1;
        int slot = (int)((key * 0x9E3779B97F4A7C15) >> 33) & mask;
        while (_keys[slot] != 0 && _keys[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Grow()
    {
        ulong[] keys = _keys;
        T[] values = _values;
        _keys = new ulong[keys.Length * 2];
        _values = new T[keys.Length * 2];
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                int slot = Find(keys[i]);
                (_keys[slot], _values[slot]) = (keys[i], values[i]);
            }
        }
    }
}
