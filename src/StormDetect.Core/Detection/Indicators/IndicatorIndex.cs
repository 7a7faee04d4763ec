using System;
using System.Collections.Generic;
using System.Linq;

namespace StormDetect.Core.Detection.Indicators;

/// <summary>All indicators of a hunt, arranged so that looking a text up costs the same for ten of them as for ten thousand. Shared by all threads; never changed.</summary>
internal sealed class IndicatorIndex
{
    private readonly Dictionary<IndicatorType, Dictionary<string, int>> _exact = [];
    private readonly Dictionary<IndicatorType, List<(TermMatcher Matcher, int Term)>> _patterns = [];
    private readonly List<int> _addressTerms = [];
    private readonly int[][] _rulesOfTerm;

    public IndicatorIndex(IEnumerable<ThreatIndicator> indicators)
    {
        Dictionary<IndicatorTerm, int> numbers = [];
        List<IndicatorTerm> terms = [];
        int Number(IndicatorTerm term)
        {
            if (!numbers.TryGetValue(term, out int number))
            {
                numbers.Add(term, number = terms.Count);
                terms.Add(term);
            }

            return number;
        }

        List<CompiledRule> rules = [];
        HashSet<(string, string, string)> seen = [];
        foreach (ThreatIndicator indicator in indicators)
        {
            // The same file given twice, or two files of one bundle.
            if (seen.Add((indicator.Source, indicator.Id, indicator.Value)))
            {
                rules.AddRange(indicator.Rules.Select(rule => new CompiledRule(
                    indicator, rule, [.. rule.Terms.Select(Number).Order()], [.. rule.Excluded.Select(Number)], rule.IsOrdinary)));
            }
        }

        Rules = rules;
        Terms = terms;
        List<int>[] rulesOfTerm = [.. terms.Select(static _ => new List<int>())];
        for (int i = 0; i < rules.Count; i++)
        {
            // A rule is looked at when its first term holds.
            rulesOfTerm[rules[i].Terms[0]].Add(i);
        }

        _rulesOfTerm = [.. rulesOfTerm.Select(static list => list.ToArray())];
        List<string> networks = [];
        for (int i = 0; i < terms.Count; i++)
        {
            Place(terms[i], i, networks);
        }

        Addresses = new AddressTable(networks);
        EmailDomains = [.. Exact(IndicatorType.EmailAddress).Keys.Select(TenantDomains.DomainOf)];
    }

    public IReadOnlyList<CompiledRule> Rules { get; }

    public IReadOnlyList<IndicatorTerm> Terms { get; }

    public AddressTable Addresses { get; }

    /// <summary>Domains of the e-mail addresses that are looked for: others need not be looked at closely.</summary>
    public HashSet<string> EmailDomains { get; }

    /// <summary>The term for records of type OWAAuth; -1 where it is not asked for.</summary>
    public int TokenRequestTerm { get; private set; } = -1;

    public bool Has(IndicatorType type) => type == IndicatorType.Address ? !Addresses.IsEmpty : _exact.ContainsKey(type) || _patterns.ContainsKey(type);

    public bool HasPatterns(IndicatorType type) => _patterns.ContainsKey(type);

    /// <summary>Adds the terms of an address set.</summary>
    public void AddAddress(int set, List<int> found)
    {
        if (set >= 0)
        {
            foreach (int network in Addresses[set])
            {
                found.Add(_addressTerms[network]);
            }
        }
    }

    /// <summary>Adds the terms a text fulfils.</summary>
    /// <param name="type">What the text is.</param>
    /// <param name="text">The text.</param>
    /// <param name="found">Where the terms go.</param>
    public void Find(IndicatorType type, string text, List<int> found)
    {
        if (type == IndicatorType.Domain)
        {
            FindDomain(text, found);
            return;
        }

        if (_exact.TryGetValue(type, out Dictionary<string, int>? exact) && exact.TryGetValue(text, out int term))
        {
            found.Add(term);
        }

        FindPattern(type, text, found);
    }

    /// <summary>The rules that hold when these terms do, ascending.</summary>
    public int[] Evaluate(List<int> terms)
    {
        terms.Sort();
        List<int> rules = [];
        int last = -1;
        foreach (int term in terms)
        {
            if (term == last)
            {
                continue;
            }

            last = term;
            foreach (int rule in _rulesOfTerm[term])
            {
                CompiledRule compiled = Rules[rule];
                if ((compiled.Terms.Length == 1 || Array.TrueForAll(compiled.Terms, t => terms.BinarySearch(t) >= 0))
                    && !Array.Exists(compiled.Excluded, t => terms.BinarySearch(t) >= 0))
                {
                    rules.Add(rule);
                }
            }
        }

        rules.Sort();
        return [.. rules];
    }

    // A domain and everything below it.
    private void FindDomain(string domain, List<int> found)
    {
        if (_exact.TryGetValue(IndicatorType.Domain, out Dictionary<string, int>? exact))
        {
            for (int at = 0; at >= 0;)
            {
                if (exact.TryGetValue(domain[at..], out int term))
                {
                    found.Add(term);
                }

                int dot = domain.IndexOf('.', at);
                at = dot < 0 ? -1 : dot + 1;
            }
        }

        FindPattern(IndicatorType.Domain, domain, found);
    }

    private void FindPattern(IndicatorType type, string text, List<int> found)
    {
        if (_patterns.TryGetValue(type, out List<(TermMatcher Matcher, int Term)>? patterns))
        {
            foreach ((TermMatcher matcher, int term) in patterns)
            {
                if (matcher.IsMatch(text))
                {
                    found.Add(term);
                }
            }
        }
    }

    private Dictionary<string, int> Exact(IndicatorType type) => _exact.GetValueOrDefault(type) ?? [];

    private void Place(IndicatorTerm term, int number, List<string> networks)
    {
        if (term.Type == IndicatorType.Address)
        {
            networks.Add(term.Value);
            _addressTerms.Add(number);
        }
        else if (term.Type == IndicatorType.TokenRequest)
        {
            TokenRequestTerm = number;
        }
        else if (term.Test == TermTest.Equal)
        {
            if (!_exact.TryGetValue(term.Type, out Dictionary<string, int>? exact))
            {
                _exact.Add(term.Type, exact = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase));
            }

            _ = exact.TryAdd(term.Value, number);
        }
        else
        {
            if (!_patterns.TryGetValue(term.Type, out List<(TermMatcher, int)>? patterns))
            {
                _patterns.Add(term.Type, patterns = []);
            }

            patterns.Add((new TermMatcher(term), number));
        }
    }
}
