using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using StormDetect.Core.Tests.Support;
using Xunit;

namespace StormDetect.Core.Tests.Evidence;

public sealed class ExposureSubjectsTests
{
    private static readonly DateTimeOffset s_seen = new(2026, 9, 10, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_trace_fills_what_the_log_does_not_name_with_or_without_brackets()
    {
        ExposedMessage[] messages = [Message("kim", "<A@x.test>"), Message("kim", "<b@x.test>", "Of the log"), Message("kim", string.Empty)];
        Assert.Equal(1, ExposureSubjects.Take(messages, [new MessageSubject("a@x.test", "Of\u001b[2J the trace"), new MessageSubject("<b@x.test>", "Other")]));
        Assert.Equal([SubjectSource.MessageTrace, SubjectSource.Log, SubjectSource.None], messages.Select(static message => message.SubjectSource));
        Assert.Equal("Of the log", messages[1].Subject);
        Assert.DoesNotContain('\u001b', messages[0].Subject);
        Assert.All(messages, static message => Assert.Null(message.SubjectAskedAt));
    }

    [Fact]
    public async Task The_tenants_trace_is_asked_once_for_a_message_in_several_mailboxes()
    {
        ExposedMessage[] messages = [Message("kim", "<a>"), Message("lee", "<a>"), Message("kim", "<gone>")];
        TenantStub tenant = new() { Subjects = { ["<a>"] = "Budget" } };
        SubjectReading reading = await ExposureSubjects.TraceAsync(tenant, messages, TestContext.Current.CancellationToken);
        Assert.Equal((2, 1, null), (reading.Asked, reading.Found, reading.Failure));
        Assert.Equal(["Budget", "Budget", string.Empty], messages.Select(static message => message.Subject));
    }

    [Fact]
    public async Task Mailboxes_are_asked_up_to_a_limit_and_every_question_leaves_its_mark()
    {
        ExposedMessage[] messages = [.. Enumerable.Range(0, 5).Select(static n => Message("kim", $"<{n}>", seen: s_seen.AddHours(-n))), Message("lee", "<9>"), Message("lee", "<8>", "Known")];
        IReadOnlyList<(string Mailbox, IReadOnlyList<ExposedMessage> Messages, int All)> wanted = ExposureSubjects.Wanted(messages, 2);
        Assert.Equal([("kim", "<4> <3>", 5), ("lee", "<9>", 1)], wanted.Select(static part => (part.Mailbox, string.Join(' ', part.Messages.Select(static message => message.InternetMessageId)), part.All)));
        SubjectReading reading = await ExposureSubjects.LookUpAsync(new TenantStub { Subjects = { ["<4>"] = string.Empty } }, "kim", wanted[0].Messages, TestContext.Current.CancellationToken);
        Assert.Equal((2, 1), (reading.Asked, reading.Found));
        Assert.Equal((SubjectSource.Mailbox, "request of <4>"), (messages[4].SubjectSource, messages[4].SubjectRequestId));

        // Not found, but asked for all the same: the question is in the log.
        Assert.Equal((SubjectSource.None, "request of <3>"), (messages[3].SubjectSource, messages[3].SubjectRequestId));
        Assert.Equal(DateTimeOffset.UnixEpoch, messages[3].SubjectAskedAt);
        Assert.Empty(messages[0].SubjectRequestId);
    }

    private static ExposedMessage Message(string mailbox, string id, string subject = "", DateTimeOffset? seen = null) => new()
    {
        TenantId = string.Empty, Mailbox = mailbox, InternetMessageId = id, Folders = [], Subject = subject, SizeInBytes = null, IsNamed = true, ReadCount = 1, FirstSeen = seen ?? s_seen, LastSeen = s_seen,
        UserIds = [], Networks = [], Applications = [], SessionIds = [],
    };
}
