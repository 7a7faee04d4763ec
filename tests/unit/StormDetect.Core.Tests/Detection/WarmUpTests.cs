using System.Linq;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>Where the first days of a log begin.</summary>
public class WarmUpTests
{
    private static readonly AccessPath s_rogue = FactsTenant.Graph("bad0bad0-1111-4222-8333-444455556666");

    [Fact]
    public void A_stray_record_from_long_before_does_not_shorten_the_first_days()
    {
        FactsTenant tenant = MailAccessDetectorTests.Plain();
        FactsTenant strayed = MailAccessDetectorTests.Plain();
        strayed.Read(FactsTenant.Name(1), FactsTenant.Owa, "203.0.113.10", FactsTenant.At(-60, 9), 2);

        foreach (FactsTenant log in (FactsTenant[])[tenant, strayed])
        {
            string[] read = [.. Enumerable.Range(0, 6).Select(i => log.Read(FactsTenant.Name(i), s_rogue, "45.155.204.9", FactsTenant.At(5, 3), 60))];

            // Judged across mailboxes, as the first days are: the days before it are too few to be a past.
            MailAccessAnomaly finding = Assert.Single(log.Hunt().Findings, finding => finding.RecordIds.Intersect(read).Any());
            Assert.Null(finding.PValue);
        }
    }
}
