using System;

namespace StormDetect.FakeTenant;

/// <summary>What the services filter by, of one row of the log.</summary>
/// <param name="Time">CreationTime, in seconds since 1970.</param>
/// <param name="Arrival">When the log has it, in seconds since 1970.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Operation">Operation.</param>
/// <param name="RecordType">RecordType.</param>
/// <param name="Workload">Workload.</param>
/// <param name="UserId">UserId.</param>
/// <param name="ClientIp">ClientIP.</param>
/// <param name="ObjectId">ObjectId; empty if none.</param>
internal readonly record struct LogEntry(long Time, long Arrival, Guid Id, string Operation, int RecordType, string Workload, string UserId, string ClientIp, string ObjectId);
