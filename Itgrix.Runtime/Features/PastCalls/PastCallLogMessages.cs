using Microsoft.Extensions.Logging;

namespace Itgrix.Runtime.Features.PastCalls;

/// <summary>Log messages about redelivered past calls.</summary>
internal static partial class PastCallLogMessages
{
    [LoggerMessage(LogLevel.Information, "Reading past calls, job {Job}: {What}")]
    public static partial void Began(ILogger log, string job, string what);

    [LoggerMessage(LogLevel.Information, "Past calls, job {Job}: done: {Counts}")]
    public static partial void Ended(ILogger log, string job, string counts);

    [LoggerMessage(LogLevel.Error, "Past calls, job {Job} ended early; request it again")]
    public static partial void Failed(ILogger log, string job, Exception error);

    [LoggerMessage(LogLevel.Error, "Past call {Call} cannot be read, the job goes on with the next one")]
    public static partial void CallFailed(ILogger log, string call, Exception error);
}
