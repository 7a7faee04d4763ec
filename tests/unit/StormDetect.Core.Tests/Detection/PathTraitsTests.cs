using StormDetect.Core.Detection.MailAccess;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

/// <summary>What a path says of who uses it.</summary>
public sealed class PathTraitsTests
{
    [Theory]
    [InlineData(LogonKind.Unknown, true, 1)]
    [InlineData(LogonKind.Owner, true, 1)]
    [InlineData(LogonKind.Delegate, true, 2)]
    [InlineData(LogonKind.Service, true, 0)]
    [InlineData(LogonKind.Owner, false, 0)]
    public void A_record_without_a_client_is_a_persons_where_only_owners_do_such_things(LogonKind logon, bool byOwners, int expected) =>
        Assert.Equal(expected, new PathTraits([new AccessPath(string.Empty, string.Empty, ClientFamily.Unknown, logon)], byOwners).Class[0]);

    [Fact]
    public void A_program_that_searches_stays_a_program() =>
        Assert.Equal(0, new PathTraits([new AccessPath("00000003-0000-0000-c000-000000000000", "c0ffee00-1111-2222-3333-444455556666", ClientFamily.Rest, LogonKind.Owner)], byOwners: true).Class[0]);
}
