// The task to call back has the client's name and number in its title, and is due on the next working morning.
// Change: hour, zone (the time zone of the Asterisk server), and the title.
// Use: cp process_task_creation_params.deadline.csx process_task_creation_params.csx

#load "../itgrix.csx"
using static Itgrix.Hooks.Bitrix24.ProcessTaskCreationParams;

var hour = 10;
var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

var call = In.CallFull;
if (call.Channel.EndTime is { } ended)
{
    var due = NextWorkingMorning(ended);
    var who = call.Entity is { Name: not "" } entity ? $"{entity.Name}, {call.Client.Best}" : call.Client.Best;
    In.Task.Deadline = $"{due:yyyy-MM-dd'T'HH':'mm':'sszzz}";
    In.Task.Title = $"Call back by {due:dd.MM HH':'mm}: {who}";
}
return Success(In);

// The first morning of a working day after the time given.
DateTimeOffset NextWorkingMorning(DateTime time)
{
    var morning = time.Date.AddHours(hour);
    if (time.Hour >= hour)
        morning = morning.AddDays(1);
    while (morning.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        morning = morning.AddDays(1);
    return new(morning, zone.GetUtcOffset(morning));
}
