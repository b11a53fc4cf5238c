// In working hours a call goes to the responsible manager, at other times to the one on duty.
// Change: daysOff, begin, end, zone and the reply for the one on duty. A name has at most 20 characters.
// To try it out for another time set the environment variable ITGRIX_NOW, like "2024-11-23 20:00:00".
// Use: cp customize_autodistribution.working_hours.csx customize_autodistribution.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Kommo.CustomizeAutodistribution;

DayOfWeek[] daysOff = [DayOfWeek.Saturday, DayOfWeek.Sunday];
var begin = new TimeOnly(9, 0);
var end = new TimeOnly(18, 0);
var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

var now = DateTime.TryParse(Environment.GetEnvironmentVariable("ITGRIX_NOW"), out var given)
    ? given
    : TimeZoneInfo.ConvertTimeFromUtc(DateTime.UtcNow, zone);
var isWorking = !daysOff.Contains(now.DayOfWeek) && TimeOnly.FromDateTime(now).IsBetween(begin, end);
return isWorking ? Success(In) : Success(number: "200", name: "On duty");
