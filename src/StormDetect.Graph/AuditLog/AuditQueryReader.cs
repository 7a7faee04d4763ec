using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using StormDetect.Core;

namespace StormDetect.Graph;

/// <summary>Reads the records of a query that has ended, page by page, and again where what came is not what was announced.</summary>
/// <remarks>
/// Facts: the count of a query is approximate, by the documentation; a finished query has been seen to give no records at first, and to give different numbers of them when read twice. So what is read is compared with
/// what was announced, and read again.
/// </remarks>
/// <param name="client">Speaks to the service.</param>
/// <param name="pacing">How long to wait, and how often to try.</param>
internal sealed class AuditQueryReader(AuditQueryClient client, RoutePacing pacing)
{
    /// <summary>More pages without a record than this in a row, and the paging leads nowhere.</summary>
    private const int MostEmptyPages = 50;

    /// <summary>What of an approximate number is as good as all of it, when readings agree. A small number is exact.</summary>
    private const double Nearly = 0.99;

    /// <summary>Reads until as much came as was announced, or two readings agree that there is a little less: the announced number is approximate.</summary>
    /// <param name="state">The query.</param>
    /// <param name="pass">Counts what comes.</param>
    /// <param name="receiver">Takes the records.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is wrong with what came; empty for nothing.</returns>
    /// <exception cref="TenantRequestException">A page could not be read.</exception>
    public async Task<string> ReadAsync(AuditQueryState state, RecordPass pass, ISliceReceiver receiver, CancellationToken cancellationToken)
    {
        if (!state.HasSucceeded)
        {
            return $"the query {PlainText.Safe(state.Id)} {(state.HasFailed ? "ended as" : "is still")} '{PlainText.Safe(state.Status)}'";
        }

        PatientPause pause = pacing.Pauses();
        for (int reading = 1; ; reading++)
        {
            long before = pass.Distinct;
            pass.Begin();
            string trouble = await PassAsync(state.Id, pass, receiver, state.ApproximateCount, cancellationToken).ConfigureAwait(false);
            if (trouble.Length > 0)
            {
                return trouble;
            }

            // Rows that the log itself has twice count as announced, too: there are as many as it says, only not as many records.
            bool agrees = reading > 1 && pass.Distinct == before;
            bool isWhole = state.ApproximateCount is long announced
                ? pass.Distinct >= announced || (agrees && (pass.Distinct >= announced * Nearly || pass.Rows - pass.Reread >= announced * Nearly))
                : pass.Distinct > 0 || agrees;
            if (isWhole)
            {
                return string.Empty;
            }

            if (reading > pacing.MostRepeats)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{state.ApproximateCount:N0} records announced, {pass.Distinct:N0} received in {reading} readings");
            }

            receiver.Waiting(string.Create(CultureInfo.InvariantCulture, $"{pass.Distinct:N0} of {state.ApproximateCount ?? 0:N0} records came, reading again"));
            await pause.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads every page once.</summary>
    /// <param name="id">The query.</param>
    /// <param name="pass">Counts what comes.</param>
    /// <param name="receiver">Takes the records; null to count them only.</param>
    /// <param name="announced">About how many there are; null where that is not said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What is wrong with the paging; empty for nothing.</returns>
    /// <exception cref="TenantRequestException">A page could not be read.</exception>
    public async Task<string> PassAsync(string id, RecordPass pass, ISliceReceiver? receiver, long? announced, CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        long limit = pass.Rows + (2 * Math.Max(announced ?? 0, AuditQueryState.MostRecords));
        int empty = 0;
        string address = AuditQueryClient.RecordsOf(id, sized: true);
        while (address.Length > 0)
        {
            if (!seen.Add(address))
            {
                return "a nextLink leads back to a page that was read";
            }

            JsonRows rows = await PageAsync(id, address, seen.Count == 1, receiver, cancellationToken).ConfigureAwait(false);
            pass.Take(rows, receiver, null);
            receiver?.Page(announced);
            empty = rows.Count == 0 ? empty + 1 : 0;
            if (empty > MostEmptyPages || pass.Rows > limit)
            {
                return empty > 0 ? "pages without records follow each other without end" : "more records came than a query can have";
            }

            address = rows.NextLink;
            if (address.Length > 0 && PageEnd.LeadsNowhere(address))
            {
                return "a nextLink does not say which page is next";
            }
        }

        return string.Empty;
    }

    private async Task<JsonRows> PageAsync(string id, string address, bool isFirst, ISliceReceiver? receiver, CancellationToken cancellationToken)
    {
        Action<string>? waiting = receiver is null ? null : receiver.Waiting;
        try
        {
            return await client.PageAsync(address, waiting, cancellationToken).ConfigureAwait(false);
        }
        catch (TenantRequestException e) when (isFirst && e.Problem == TenantRequestProblem.Refused)
        {
            // The size of a page is not documented for records.
            return await client.PageAsync(AuditQueryClient.RecordsOf(id, sized: false), waiting, cancellationToken).ConfigureAwait(false);
        }
    }
}
