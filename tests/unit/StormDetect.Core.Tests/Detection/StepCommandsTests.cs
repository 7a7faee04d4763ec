using System;
using System.Linq;
using StormDetect.Core.Detection;
using Xunit;

namespace StormDetect.Core.Tests.Detection;

public sealed class StepCommandsTests
{
    [Fact]
    public void A_command_is_for_all_names()
    {
        Assert.Null(StepCommands.Each([], static name => $"x {name}"));
        Assert.Equal("x 'a'", StepCommands.Each(["a"], static name => $"x {name}"));
        Assert.Equal("'a','b''c' | ForEach-Object { x $_ }", StepCommands.Each(["a", "b'c"], static name => $"x {name}"));
    }

    [Fact]
    public void A_step_says_where_its_command_does_not_name_all()
    {
        string[] mailboxes = [.. Enumerable.Range(0, StepCommands.MostNames + 10).Select(static i => $"m{i}@contoso.example")];
        NextStep hold = StepCommands.Hold(mailboxes);
        Assert.Contains("50 of the 60 mailboxes", hold.Text, StringComparison.Ordinal);
        Assert.Contains("'m49@contoso.example'", hold.Command, StringComparison.Ordinal);
        Assert.DoesNotContain("'m50@contoso.example'", hold.Command, StringComparison.Ordinal);
        Assert.DoesNotContain(" of the ", StepCommands.Hold(mailboxes[..StepCommands.MostNames]).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("548aaa0b-bf2e-44a1-87c1-4194fb3cd9c3", "g -Filter \"appId eq '548aaa0b-bf2e-44a1-87c1-4194fb3cd9c3'\"")]
    [InlineData("$(Remove-Item x)", "g -Filter 'appId eq ''$(Remove-Item x)'''")]
    [InlineData("x\"; y; \"", "g -Filter 'appId eq ''x\"; y; \"'''")]
    [InlineData("o'brien", "g -Filter 'appId eq ''o''''brien'''")]
    public void A_filter_runs_nothing(string value, string command) => Assert.Equal(command, StepCommands.Query("g", "appId", [value]));

    [Fact]
    public void Several_values_are_asked_for_one_by_one()
    {
        Assert.Equal("'a','b' | ForEach-Object { g -Filter \"u eq '$_'\" }", StepCommands.Query("g", "u", ["a", "b"]));
        Assert.Equal("'a','$(x)' | ForEach-Object { g -Filter \"u eq '$($_ -replace \"'\", \"''\")'\" }", StepCommands.Query("g", "u", ["a", "$(x)"]));
    }

    [Fact]
    public void Sign_ins_of_every_kind_are_saved()
    {
        string all = StepCommands.SignIns(["a@contoso.example", "b@contoso.example"], "548aaa0b-bf2e-44a1-87c1-4194fb3cd9c3");
        Assert.All(["interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"], kind => Assert.Contains($"'{kind}'", all, StringComparison.Ordinal));
        Assert.Contains("'a@contoso.example','b@contoso.example' | ForEach-Object { Get-MgBetaAuditLogSignIn -All -Filter \"userPrincipalName eq '$_' and signInEventTypes/any(t: t eq '$kind')\" }", all, StringComparison.Ordinal);
        Assert.Contains("-Filter \"appId eq '548aaa0b-bf2e-44a1-87c1-4194fb3cd9c3' and signInEventTypes/any(t: t eq '$_')\"", all, StringComparison.Ordinal);
        Assert.Equal(2, all.Split("| Set-Content \"signins-").Length - 1);

        Assert.DoesNotContain("appId", StepCommands.SignIns(["a"], string.Empty), StringComparison.Ordinal);
        Assert.DoesNotContain("appId", StepCommands.SignIns(["a"], "x$(y)"), StringComparison.Ordinal);
        Assert.Contains("eq '$($_ -replace \"'\", \"''\")'", StepCommands.SignIns(["o'brien@contoso.example"], string.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void No_kind_of_step_is_left_out_for_another()
    {
        NextStep[] steps =
        [
            .. Enumerable.Range(0, 30).Select(static i => new NextStep(NextStepKind.Evict, "Evict.", $"e{i}")),
            new NextStep(NextStepKind.Notify, "Tell.", null),
            .. Enumerable.Range(0, 30).Select(static i => new NextStep(NextStepKind.Preserve, "Keep.", $"p{i}")),
        ];
        NextStep[] ordered = [.. StepCommands.InOrder(steps)];
        Assert.Equal([NextStepKind.Preserve, NextStepKind.Evict, NextStepKind.Notify], ordered.Select(static step => step.Kind).Distinct());
        Assert.Equal("10 more steps of this kind: see the findings.", ordered[20].Text);
        Assert.Equal(43, ordered.Length);
    }

    [Fact]
    public void Records_are_searched_completely_and_traces_over_their_whole_time()
    {
        DateTimeOffset time = new(2026, 9, 14, 1, 0, 0, TimeSpan.Zero);
        string records = StepCommands.Records(["a", "b"], time, time.AddDays(1));
        Assert.Matches("^Search-M365AuditLog -Start 2026-09-07 -End 2026-09-16 -UserId 'a','b' -StatePath ./records-[0-9A-F]{12} -AsFile$", records);
        Assert.Equal(records, StepCommands.Records(["a", "b"], time.AddHours(1), time.AddDays(1)));
        Assert.NotEqual(records[^30..], StepCommands.Records(["a"], time, time.AddDays(1))[^30..]);
        Assert.StartsWith("for ($day = ([datetime] '2026-09-14', [datetime]::UtcNow.AddDays(-90).AddHours(1) | Sort-Object)[1]; ", StepCommands.Trace("-SenderAddress 'a'", time), StringComparison.Ordinal);
    }
}
