namespace StormDetect.Core.Detection.MailAccess;

/// <summary>A story that may go on: what continues it keeps its id and is no new story.</summary>
/// <param name="Id">The id of its finding.</param>
/// <param name="FirstDay">The day it began (<see cref="System.DateOnly.DayNumber"/>).</param>
/// <param name="LastDay">The last day of it.</param>
/// <param name="Alarmed">Whether it was Medium or above on any day.</param>
/// <param name="Days">On how many days it was seen.</param>
/// <param name="Bits">What its days told beyond the ordinary, added up.</param>
internal readonly record struct OpenStory(string Id, int FirstDay, int LastDay, bool Alarmed, int Days, double Bits);
